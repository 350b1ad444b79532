package io.sidecore.stress.soak.load;

import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What is sent in a soak: every byte follows from the head, and a checksum covers the head.
 *
 * <pre>
 *   0          8             16                  24         32                 (length)
 *   | sequence | due, nanos  | sender 32, length | checksum | noise of the same ... |
 * </pre>
 */
final class Letter {
    static final int HEAD = 32;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    private Letter() {}

    private static long checksum(long sequence, long due, long form) {
        return Message.mix(Message.mix(Message.mix(sequence) + due) + form);
    }

    private static byte noise(long checksum, long at) {
        return (byte) (Message.mix(checksum + at / Long.BYTES) >>> at % Long.BYTES * 8);
    }

    /** {@code length}: HEAD at least. */
    static void write(MemorySegment target, long at, int length, int sender, long sequence, long due) {
        long form = (long) sender << 32 | length;
        long checksum = checksum(sequence, due, form);
        target.set(WORD, at, sequence);
        target.set(WORD, at + 8, due);
        target.set(WORD, at + 16, form);
        target.set(WORD, at + 24, checksum);
        for (int i = HEAD; i < length; i++) {
            target.set(ValueLayout.JAVA_BYTE, at + i, noise(checksum, i));
        }
    }

    /** Throws a violation that says what differs, if a byte is not as it was written. */
    static void check(MemorySegment source, long at, int length) {
        if (length < HEAD) {
            throw new Violation("a message of " + length + " bytes, but none of less than " + HEAD + " was sent");
        }
        long sequence = sequence(source, at);
        long due = due(source, at);
        long form = source.get(WORD, at + 16);
        long checksum = checksum(sequence, due, form);
        if (source.get(WORD, at + 24) != checksum || (int) form != length) {
            throw new Violation("the head differs: sequence " + sequence + ", sender " + (form >>> 32) + ", length "
                    + (int) form + " of " + length + ", checksum 0x" + Long.toHexString(source.get(WORD, at + 24))
                    + ", not 0x" + Long.toHexString(checksum));
        }
        for (int i = HEAD; i < length; i++) {
            byte found = source.get(ValueLayout.JAVA_BYTE, at + i);
            if (found != noise(checksum, i)) {
                throw new Violation("byte " + i + " of message " + sequence + " of sender " + (form >>> 32)
                        + " differs: it is " + found + ", not " + noise(checksum, i));
            }
        }
    }

    static long sequence(MemorySegment source, long at) {
        return source.get(WORD, at);
    }

    static long due(MemorySegment source, long at) {
        return source.get(WORD, at + 8);
    }

    static int sender(MemorySegment source, long at) {
        return (int) (source.get(WORD, at + 16) >>> 32);
    }
}
