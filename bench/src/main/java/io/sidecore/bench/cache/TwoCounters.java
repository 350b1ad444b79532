package io.sidecore.bench.cache;

import io.sidecore.bench.rig.Contender;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;

/** Each side increments a number of its own; nothing passes between the two but lines, if they share any. */
final class TwoCounters implements Contender {
    private static final int ALIGNMENT = 256;

    private final long ours;
    private final long theirs;
    private final boolean isAtomic;

    /** {@code distance}: bytes from one number to the other, 8 to 256. {@code isAtomic}: whether each addition has its line for itself. */
    TwoCounters(int distance, boolean isAtomic) {
        this.isAtomic = isAtomic;
        ours = Arena.global().allocate(3 * ALIGNMENT, ALIGNMENT).address();
        theirs = ours + distance;
    }

    @Override
    public void lead(int leader, long count) {
        increment(ours, count);
    }

    @Override
    public void follow(long count) {
        increment(theirs, count);
    }

    private void increment(long counter, long count) {
        long before = OffHeap.getLong(counter);
        if (isAtomic) {
            add(counter, count);
        } else {
            store(counter, count);
        }
        long after = OffHeap.getLong(counter);
        if (after - before != count) {
            throw new IllegalStateException("counted from " + before + " to " + after + " instead of by " + count);
        }
    }

    private static void add(long counter, long count) {
        for (long number = 0; number < count; number++) {
            OffHeap.getAndAddLong(counter, 1);
        }
    }

    private static void store(long counter, long count) {
        for (long number = 0; number < count; number++) {
            // Opaque, so that every number is stored; nobody reads it who would need more.
            OffHeap.putLongOpaque(counter, OffHeap.getLongOpaque(counter) + 1);
        }
    }
}
