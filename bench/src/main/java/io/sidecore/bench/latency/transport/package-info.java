/** The contenders of the latency rig. Each is the ring, queue or call as it comes, with a 32-byte message that carries its number and is checked as a whole. */
package io.sidecore.bench.latency.transport;
