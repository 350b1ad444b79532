/**
 * What publishing costs the publisher: time per message on one thread, with nobody reading, and with one reader.
 *
 * <p>Messages have 48 bytes, which fill one cache line together with the 16 bytes of a record's header in a
 * {@link io.sidecore.ring.broadcast.BroadcastRing}. Contenders that copy take the messages in turn from {@link io.sidecore.bench.rings.broadcast.Prepared},
 * so that none reads back what it has just written. Without a reader, a contender looks at its last message after each slice.
 */
package io.sidecore.bench.rings.broadcast;
