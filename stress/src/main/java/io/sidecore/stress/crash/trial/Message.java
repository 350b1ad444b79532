package io.sidecore.stress.crash.trial;

import io.sidecore.stress.failpoint.Failpoints;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a message says: every byte follows from round, producer and number, so that one byte of another message shows.
 *
 * <pre>
 *   type:     slot + 1 in the upper bits, 20 bits of the number below
 *   payload:  0                           8                (length)
 *             | salt 24 | slot 8 | seq 32 | noise of the same ... |
 * </pre>
 *
 * <p>A payload of less than eight bytes is noise only; the type then tells which message it is.
 */
public final class Message {
    private Message() {}

    /**
     * {@return the type of a message}
     *
     * @param slot     of its sender
     * @param sequence its place in the sender's ledger
     */
    public static int type(int slot, int sequence) {
        return slot + 1 << 20 | sequence & 0xFFFFF;
    }

    private static long word(long salt, int slot, int sequence, long index) {
        long id = (salt & 0xFFFFFF) << 40 | (long) slot << 32 | sequence;
        return index == 0 ? id : mix(id + index * 0x9E3779B97F4A7C15L);
    }

    /**
     * {@return a number that looks like a random one}
     *
     * @param z that it follows from
     */
    public static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }

    private static byte noise(long salt, int slot, int sequence, int length, long at) {
        long word = word(salt, slot, sequence, length < Long.BYTES ? 1 : at / Long.BYTES);
        return (byte) (word >>> (at % Long.BYTES) * 8);
    }

    /**
     * Writes a payload; between any two words of it the application may die.
     *
     * @param target   where
     * @param at       first byte of the payload
     * @param length   bytes
     * @param salt     of the round
     * @param slot     of the sender
     * @param sequence place in the sender's ledger
     */
    public static void write(MemorySegment target, long at, int length, long salt, int slot, int sequence) {
        for (long i = 0; i < length;) {
            if (length >= Long.BYTES && length - i >= Long.BYTES) {
                target.set(ValueLayout.JAVA_LONG_UNALIGNED, at + i, word(salt, slot, sequence, i / Long.BYTES));
                i += Long.BYTES;
            } else {
                target.set(ValueLayout.JAVA_BYTE, at + i, noise(salt, slot, sequence, length, i));
                i++;
            }
            Failpoints.application();
        }
    }

    /**
     * {@return whether every byte is that of this message}
     *
     * @param source   where it is
     * @param at       first byte of the payload
     * @param length   bytes
     * @param salt     of the round
     * @param slot     of the sender
     * @param sequence place in the sender's ledger
     */
    public static boolean matches(MemorySegment source, long at, int length, long salt, int slot, int sequence) {
        for (long i = 0; i < length;) {
            if (length >= Long.BYTES && length - i >= Long.BYTES) {
                if (source.get(ValueLayout.JAVA_LONG_UNALIGNED, at + i) != word(salt, slot, sequence,
                        i / Long.BYTES)) {
                    return false;
                }
                i += Long.BYTES;
            } else {
                if (source.get(ValueLayout.JAVA_BYTE, at + i) != noise(salt, slot, sequence, length, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * {@return the slot of the sender}
     *
     * @param type of the message
     */
    public static int slot(int type) {
        return (type >>> 20) - 1;
    }

    /**
     * {@return the place in the sender's ledger: from the payload if it is long enough, for the messages of a batch share their type}
     *
     * @param type   of the message
     * @param source where it is
     * @param at     first byte of the payload
     * @param length bytes
     */
    public static int sequence(int type, MemorySegment source, long at, int length) {
        return length >= Long.BYTES ? (int) source.get(ValueLayout.JAVA_LONG_UNALIGNED, at) : type & 0xFFFFF;
    }
}
