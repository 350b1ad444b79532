/**
 * What a soak keeps going: each ring between threads, and calls through syscall pages, all checked end to end.
 *
 * <p>A {@link io.sidecore.stress.soak.load.Load} has threads of its own. Senders work in bursts with pauses, so that rings run empty, full and round; they
 * close, attach and open again now and then, so that what is not given back adds up. Latency counts from the moment at which a burst was due.
 */
package io.sidecore.stress.soak.load;
