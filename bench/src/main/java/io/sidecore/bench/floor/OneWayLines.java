package io.sidecore.bench.floor;

import io.sidecore.bench.rig.Contender;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;

/**
 * Lines of 64 bytes, written in full on one side and read in full on the other, without a ring.
 *
 * <pre>
 *   | batch: number of line 0, 7 words | number of line 1, 7 words | ... | next batch ... |        64 KiB, then from the start
 *          stored last, with release                                        | numbers of lines given back, a quarter at a time
 * </pre>
 *
 * <p>Numbers go on over the slices, since a line keeps the last one.
 */
final class OneWayLines implements Contender {
    private static final int LINE = 64;
    private static final int LENGTH = 1 << 16;
    private static final int LINES = LENGTH / LINE;
    private static final int QUARTER = LINES / 4;

    private final int batch;
    private final long lines;
    /** Here the reader stores how many lines it has given back. */
    private final long back;
    private long sent;
    private long received;

    /** {@code batch}: lines that one store publishes, a power of two up to a quarter of the memory. */
    OneWayLines(int batch) {
        this.batch = batch;
        this.lines = Arena.global().allocate(LENGTH + 256, 256).address();
        this.back = lines + LENGTH + 128;
    }

    @Override
    public void lead(int leader, long count) {
        long area = lines;
        long end = sent + count;
        long room = OffHeap.getLongAcquire(back) + LINES;
        for (long number = sent; number < end; number += batch) {
            while (number + batch > room) {
                // Pairs with the reader's release: it has read what stood there.
                room = OffHeap.getLongAcquire(back) + LINES;
            }
            long first = area + (number & LINES - 1) * LINE;
            for (int line = batch - 1; line >= 0; line--) {
                long at = first + (long) line * LINE;
                long value = number + line + 1;
                for (int word = 1; word < LINE / 8; word++) {
                    OffHeap.putLong(at + 8 * word, value + word);
                }
                if (line == 0) {
                    // Pairs with the reader's acquire: it sees all lines of the batch.
                    OffHeap.putLongRelease(at, value);
                } else {
                    OffHeap.putLong(at, value);
                }
            }
        }
        sent = end;
    }

    @Override
    public void follow(long count) {
        long area = lines;
        long begin = received;
        long end = begin + count;
        long sum = 0;
        for (long number = begin; number < end; number += batch) {
            long first = area + (number & LINES - 1) * LINE;
            while (OffHeap.getLongAcquire(first) != number + 1) {
                // Not there yet. Another number never comes.
            }
            for (int line = 0; line < batch; line++) {
                for (int word = 0; word < LINE / 8; word++) {
                    sum += OffHeap.getLong(first + (long) line * LINE + 8 * word);
                }
            }
            long next = number + batch;
            if ((next & QUARTER - 1) == 0) {
                // Pairs with the writer's acquire.
                OffHeap.putLongRelease(back, next);
            }
        }
        received = end;
        check(begin, count, sum);
    }

    /** Words of line n, from 0, are n + 1 and the seven numbers behind it. */
    private static void check(long begin, long count, long sum) {
        long values = count * (begin + 1) + count * (count - 1) / 2;
        long expected = LINE / 8 * values + count * (7 * 8 / 2);
        if (sum != expected) {
            throw new IllegalStateException(
                    count + " lines from number " + begin + " have the sum " + sum + " instead of " + expected);
        }
    }
}
