/**
 * One writer to any number of readers, none of which can hold it up: a lossy ring and the newest value of a record.
 *
 * <pre>
 *   header page:  512            640      768                 (each alone in its 128 bytes, written by the publisher only)
 *                 | tail intent  | tail   | latest            broadcast ring
 *                 | sequence     | length |                   latest value; the length is written once, at creation
 *
 *   record:       0         4         8            16                            (multiple of the alignment, 16 to 128)
 *                 | length  | type    | sequence   | payload ...      | unused |
 *
 *   ring:         | lap n: record | record |  may be half written  | lap n-1: record | record | padding to the end |
 *                                          ^ tail                  ^ tail intent - capacity
 *                          ^ latest
 *
 *   value slots:  0       8                                       (multiple of 128)
 *                 | stamp | value ...                    | unused |  four of them; value s is in slot s mod 4
 * </pre>
 *
 * <p><b>Broadcast ring.</b> {@code length} counts the sixteen bytes of the header too. {@code sequence} is the number of messages
 * published before this one, so that a reader which has lost its place knows how many it has missed. A padding record, type -1,
 * fills the end of a lap and carries the sequence number of the message behind it. The publisher stores
 *
 * <ol>
 * <li>the tail intent, then a StoreStore fence: from here on what lies more than one capacity before the intent is gone;</li>
 * <li>padding, payload and header;</li>
 * <li>the tail, with release: the message is published;</li>
 * <li>latest, with release: where a reader that was lapped goes on.</li>
 * </ol>
 *
 * <p>A reader loads the tail with acquire, copies the record before it into memory of its own, and after an acquire fence loads
 * the tail intent: was that no more than one capacity ahead of the record, then the copy is whole. Only then does it believe
 * a word of it. The tail intent never decreases, not by an abort and not by a new publisher either; nothing beyond the tail
 * is ever looked at.
 *
 * <p><b>Latest value.</b> The writer marks the slot's stamp as in work, writes the value, stamps it, and then stores the sequence
 * number, with release. The slots of the three values before are not touched meanwhile, so a writer that dies leaves the
 * newest one readable for ever. A reader compares the stamp after its copy.
 *
 * <p>Positions and sequence numbers are 64-bit and compared by their difference. Each side keeps its own in Java fields and
 * never reads them back; whatever else is read from shared memory is checked before it is used as a length or an offset.
 */
package io.sidecore.ring.broadcast;
