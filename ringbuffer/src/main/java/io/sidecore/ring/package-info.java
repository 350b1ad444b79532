/**
 * Rings of variable-length records over shared memory.
 *
 * <pre>
 *   record:   0         4         8                                   (multiple of the alignment)
 *             | length  | type    | payload ...            | unused   |
 *
 *   ring:     | record | record | padding to the end |          data, capacity is a power of two
 *                ^ consumer position     ^ producer position   (64-bit, monotonic; offset = position mod capacity)
 * </pre>
 *
 * <p>{@code length} counts the eight bytes of the header too, so a committed record is never zero there. Length and type are
 * one 64-bit word, little-endian, written last and with release order: that store <em>is</em> the commit. The consumer reads
 * that word and nothing else to learn of a record, so a message of up to 56 bytes reaches it in one cache line. Every
 * word in which a header may come to stand is zero before its bytes are free; the consumer makes it so. A record that would cross the end is
 * preceded by a padding record, type −1, over the rest.
 *
 * <p>Threads: one consumer, and one or many producers, each used by one thread at a time, in one process or in several. Neither writes what
 * the other writes, and neither trusts a position or a capacity that it has read back from shared memory.
 *
 * <p>A {@link io.sidecore.ring.LaneRing} has many such rings in one region, a lane for each producer, and one consumer that drains them in turn;
 * {@link io.sidecore.memory.Lanes} shows where they are.
 */
package io.sidecore.ring;
