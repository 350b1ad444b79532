/** One small write to the page cache, by every way that Java has into the kernel. */
package io.sidecore.bench.calls.peers;
