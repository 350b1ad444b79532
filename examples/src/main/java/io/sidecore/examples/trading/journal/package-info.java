/**
 * The journal: what the engine did, in a file from which the book can be rebuilt.
 *
 * <pre>
 *   0        64                  120               176
 *   | header | message 1         | trade 1 of it   | message 2         | … | zeros, if the file was allocated ahead
 *
 *   a record:
 *   0        4        8                                56
 *   | length | crc32c | payload, length bytes          |      padded with zeros to a multiple of 8 bytes
 * </pre>
 *
 * <p>A message's record is followed by one record for each trade that it caused. As the engine is deterministic, the
 * messages alone rebuild the book; the trades are there to prove it. A length of zero ends the journal. All numbers are
 * little-endian.
 */
package io.sidecore.examples.trading.journal;
