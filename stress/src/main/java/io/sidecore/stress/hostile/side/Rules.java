package io.sidecore.stress.hostile.side;

import io.sidecore.ring.Ring;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;

/** What holds of everything that a ring hands over or returns, whatever stands in shared memory. */
final class Rules {
    private Rules() {}

    /** Whether the message is one that was sent; a message that nobody may hand over is a violation. */
    static boolean isIntact(int type, MemorySegment segment, long offset, int length, int longest, long salt) {
        if (type < 1) {
            throw new Violation("a message of type " + type + " was handed over");
        }
        if (length < 0 || length > longest) {
            throw new Violation("a message of " + length + " bytes was handed over; the longest has " + longest);
        }
        if (offset < 0 || offset > segment.byteSize() - length) {
            throw new Violation(
                    "a payload of " + length + " bytes at offset " + offset + " was handed over; the data has "
                            + segment.byteSize());
        }
        int sequence = Message.sequence(type, segment, offset, length);
        return Message.matches(segment, offset, length, salt, Message.slot(type), sequence);
    }

    /** Whether a claim was granted; counts why not. */
    static boolean isGranted(String operation, long code, Side side) {
        if (code >= 0) {
            return true;
        }
        if (code != Ring.BACK_PRESSURE && code != Ring.CLOSED) {
            throw new Violation(operation + " returned " + code + ", which is no code");
        }
        side.count(code == Ring.CLOSED ? Event.CLOSED : Event.REFUSED);
        return false;
    }

    static void checkWithin(String what, long offset, long length, long size) {
        if (offset < 0 || offset > size - length) {
            throw new Violation(what + " at offset " + offset + " with " + length + " bytes, in data of " + size);
        }
    }

    static void check(boolean condition, String promise, Object seen) {
        if (!condition) {
            throw new Violation(promise + ", but: " + seen);
        }
    }
}
