package io.sidecore.bench.memory.ablation;

import io.sidecore.bench.rings.message.Payload;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * 64 KiB for messages of one line each, as the shipped ring has in the throughput experiment, and the words that its sides share, each on a line
 * of its own.
 *
 * <pre>
 *   0            256                 512                 768                 1024
 *   | closed     | writer's position | reader's position | (spare)           | lines ...
 *                                    | consumed
 * </pre>
 */
final class Lines {
    static final long LINE = 64;
    static final long CAPACITY = 1 << 16;
    static final long MASK = CAPACITY - 1;
    /** Bytes that sides without a check of room by the message give back, and take, at a time. */
    static final long QUARTER = CAPACITY / 4;
    static final int PER_QUARTER = (int) (QUARTER / LINE);
    static final int HEADER = Long.BYTES;
    /** Header and payload. */
    static final int RECORD = HEADER + Payload.BYTES;
    /** Messages that are freed together, at most. */
    static final int BATCH = 64;
    /** Behind the reader's position, in its line. */
    static final long CONSUMED = Long.BYTES;

    private static final int BESIDE = 256;

    /** Address of line 0. */
    final long data;
    /** The lines, with bounds. */
    final MemorySegment segment;
    final long closed;
    final long writerPosition;
    final long readerPosition;

    Lines() {
        MemorySegment all = Arena.ofAuto().allocate(4 * BESIDE + CAPACITY, 4096);
        closed = all.address();
        writerPosition = closed + BESIDE;
        readerPosition = writerPosition + BESIDE;
        segment = all.asSlice(4 * BESIDE);
        data = segment.address();
    }

    static long header(long length, long type) {
        return type << Integer.SIZE | length;
    }

    static int length(long header) {
        return (int) header;
    }

    static int type(long header) {
        return (int) (header >>> Integer.SIZE);
    }

    /** Bytes that a record takes. */
    static long aligned(long length) {
        return aligned(length, (int) LINE);
    }

    static long aligned(long length, int alignment) {
        return length + alignment - 1 & -alignment;
    }

    /** What stands for the type while lines are not cleared: another one in each lap, never 0. */
    static int lapType(long position) {
        return (int) (position / CAPACITY & 0xFFFF) + 1;
    }

    /** Waits until the quarter from the position on is free. Pairs with the reader's release: it has read what stands there. */
    void awaitQuarter(long position) {
        while (position + QUARTER - OffHeap.getLongAcquire(readerPosition) > CAPACITY) {
            Thread.onSpinWait();
        }
    }

    /** Gives back what is before the position if a quarter ends there. Pairs with the writer's acquire. */
    void freeQuarter(long position) {
        if ((position & QUARTER - 1) == 0) {
            OffHeap.putLongRelease(readerPosition, position);
        }
    }

    static void writePayload(long at, long number) {
        for (int word = 0; word < Payload.WORDS; word++) {
            OffHeap.putLong(at + 8L * word, number + word);
        }
    }

    static long readPayload(long at) {
        long sum = 0;
        for (int word = 0; word < Payload.WORDS; word++) {
            sum += OffHeap.getLong(at + 8L * word);
        }
        return sum;
    }

    /**
     * Throws unless a message is the one that comes next. Called for each; what all of them hold is checked by {@link #requireSum}.
     */
    static void requireNext(long number, long expected) {
        if (number != expected) {
            throw new IllegalStateException("message " + number + " arrived where number " + expected + " comes next");
        }
    }

    /** Throws unless messages 0 to count - 1 have this sum of words. */
    static void requireSum(long count, long sum) {
        long expected = count * Payload.sum(0) + Payload.WORDS * (count * (count - 1) / 2);
        if (sum != expected) {
            throw new IllegalStateException(
                    count + " messages have the checksum " + sum + " instead of " + expected);
        }
    }
}
