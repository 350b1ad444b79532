/** Chronicle Queue as a peer: what its JVM needs, and how it is kept within bounds. */
package io.sidecore.bench.rings.chronicle;
