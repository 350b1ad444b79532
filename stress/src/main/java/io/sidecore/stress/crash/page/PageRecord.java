package io.sidecore.stress.crash.page;

import io.sidecore.stress.crash.trial.Message;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a call writes: every word follows from round, caller, deed and number, so that one word of another record shows.
 *
 * <pre>
 *   0                                            8               128
 *   | salt 16 | caller 8 | deed + 1, 8 | number 32 | noise of the same |
 * </pre>
 *
 * <p>A page of memory holds a whole number of them: the kernel, too, ends a write that is killed only between two pages.
 */
final class PageRecord {
    static final int LENGTH = 128;

    private PageRecord() {}

    private static long head(long salt, int caller, Deed deed, int sequence) {
        return (salt & 0xFFFF) << 48 | (long) caller << 40 | (long) (deed.ordinal() + 1) << 32 | sequence;
    }

    private static long word(long head, long at) {
        return at == 0 ? head : Message.mix(head + at * 0x9E3779B97F4A7C15L);
    }

    static void write(MemorySegment target, long salt, int caller, Deed deed, int sequence) {
        long head = head(salt, caller, deed, sequence);
        for (long at = 0; at < LENGTH; at += Long.BYTES) {
            target.set(ValueLayout.JAVA_LONG, at, word(head, at));
        }
    }

    /** Makes it one that nobody has written: a call that is executed later than its result was there shows. */
    static void spoil(MemorySegment target) {
        target.asSlice(0, LENGTH).fill((byte) 0xA5);
    }

    /** Returns the number of the record there if it is a whole one of this caller and deed; −1 if not. */
    static int sequence(MemorySegment source, long offset, long salt, int caller, Deed deed) {
        long head = source.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        if (head != head(salt, caller, deed, (int) head)) {
            return -1;
        }
        for (long at = Long.BYTES; at < LENGTH; at += Long.BYTES) {
            if (source.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + at) != word(head, at)) {
                return -1;
            }
        }
        return (int) head;
    }

    static boolean isHole(MemorySegment source, long offset) {
        for (long at = 0; at < LENGTH; at += Long.BYTES) {
            if (source.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + at) != 0) {
                return false;
            }
        }
        return true;
    }
}
