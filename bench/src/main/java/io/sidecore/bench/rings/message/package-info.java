/**
 * The message that every contender sends, and who checks that it arrives.
 *
 * <pre>
 *   word:     0                          1            2                    (8 bytes each; the size is the run's)
 *             | producer << 56 | number  | word 0 + 1 | word 0 + 2 | ...
 * </pre>
 *
 * <p>Every producer writes all words and every consumer reads all, so that none is measured with less work than another, and a
 * message that is lost, repeated, torn or out of order is noticed.
 */
package io.sidecore.bench.rings.message;
