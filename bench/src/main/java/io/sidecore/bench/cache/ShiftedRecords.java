package io.sidecore.bench.cache;

import io.sidecore.bench.rig.Contender;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;

/**
 * Records of a number and four words, 1,024 to a lap.
 *
 * <pre>
 *   0       shift
 *   |       | number, stored last | 4 words |      | number ... at the stride |       | records given back
 * </pre>
 */
final class ShiftedRecords implements Contender {
    /** Bytes of each. */
    static final int RECORD = 40;
    /** Records that are given back together. */
    static final int PER_QUARTER = 256;

    private static final int PER_LAP = 4 * PER_QUARTER;
    private static final int LINE = 64;
    private static final int WORDS = RECORD / 8;

    private final long records;
    private final long back;
    private final int stride;
    /** Records that may be under way. */
    private final int window;
    /** Records that are given back together. */
    private final int freed;
    /** Numbers go on over the slices, since a record keeps the last one. */
    private long sent;
    private long received;

    /**
     * {@code shift}: bytes from the start of a line to the first record. {@code stride}: bytes from one record to the next.
     * {@code oneAtATime}: whether each is waited for.
     */
    ShiftedRecords(int shift, int stride, boolean oneAtATime) {
        long data = Arena.global().allocate((long) (PER_LAP + 8) * LINE, 256).address();
        this.records = data + shift;
        this.back = data + (PER_LAP + 6) * LINE;
        this.stride = stride;
        this.window = oneAtATime ? 1 : PER_LAP;
        this.freed = oneAtATime ? 1 : PER_QUARTER;
    }

    @Override
    public void lead(int leader, long count) {
        long end = sent + count;
        long room = OffHeap.getLongAcquire(back) + window;
        for (long number = sent; number < end; number++) {
            while (number >= room) {
                // Pairs with the reader's release: it has read what stood there.
                room = OffHeap.getLongAcquire(back) + window;
            }
            long at = records + (number & PER_LAP - 1) * stride;
            for (int word = 1; word < WORDS; word++) {
                OffHeap.putLong(at + 8 * word, number + word);
            }
            // Pairs with the reader's acquire: it sees the words.
            OffHeap.putLongRelease(at, number + 1);
        }
        sent = end;
    }

    @Override
    public void follow(long count) {
        long end = received + count;
        for (long number = received; number < end; number++) {
            long at = records + (number & PER_LAP - 1) * stride;
            long seen;
            while ((seen = OffHeap.getLongAcquire(at)) <= number) {
                // The number of the lap before, or 0: not there yet.
            }
            long sum = 0;
            for (int word = 1; word < WORDS; word++) {
                sum += OffHeap.getLong(at + 8 * word);
            }
            if (seen != number + 1 || sum != (WORDS - 1) * number + WORDS * (WORDS - 1) / 2) {
                throw new IllegalStateException("record " + seen + " with sum " + sum + " came as " + (number + 1));
            }
            if ((number + 1 & freed - 1) == 0) {
                // Pairs with the writer's acquire.
                OffHeap.putLongRelease(back, number + 1);
            }
        }
        received = end;
    }
}
