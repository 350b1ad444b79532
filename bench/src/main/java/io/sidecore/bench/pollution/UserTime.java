package io.sidecore.bench.pollution;

/**
 * The time of the user's work alone. It is taken around each block, which begins just behind a call, so that what the call has left behind in
 * the caches counts and the call itself does not. The reading of the clock that falls within a block takes tens of nanoseconds, much
 * for a block of a thousand instructions; all contenders have it, and it is taken off for all.
 */
final class UserTime {
    private static final int BATCHES = 50;
    private static final int BATCH = 2000;
    private static final double EMPTY_NANOS = emptyNanos();

    private long blocks;
    private long nanos;

    private static double emptyNanos() {
        double least = Double.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long total = 0;
            for (int block = 0; block < BATCH; block++) {
                long start = System.nanoTime();
                total += System.nanoTime() - start;
            }
            least = Math.min(least, (double) total / BATCH);
        }
        return least;
    }

    /** Replaces what was measured. */
    void set(long allBlocks, long allNanos) {
        blocks = allBlocks;
        nanos = allNanos;
    }

    /** {@return nanoseconds of user work, at least 1} */
    long nanos() {
        return Math.max(1, nanos - Math.round(blocks * EMPTY_NANOS));
    }
}
