package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.rings.message.Payload;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages with the numbers 0 to 63 to copy from, one on each cache line; nobody writes them again. */
final class Prepared {
    static final int LINE = 64;

    private static final int MESSAGES = 64;

    private final MemorySegment segment = Arena.global().allocate(MESSAGES * LINE, LINE);

    Prepared() {
        for (int number = 0; number < MESSAGES; number++) {
            Payload.write(segment, offset(number), number);
        }
    }

    MemorySegment segment() {
        return segment;
    }

    /** The same memory for Agrona. */
    UnsafeBuffer buffer() {
        return new UnsafeBuffer(segment.address(), (int) segment.byteSize());
    }

    /** Where the message for a number is. */
    static int offset(long number) {
        return ((int) number & MESSAGES - 1) * LINE;
    }

    /** Throws unless this is the sum of the message for a number. */
    static void check(long sum, long number) {
        BroadcastRig.check(sum, number & MESSAGES - 1);
    }
}
