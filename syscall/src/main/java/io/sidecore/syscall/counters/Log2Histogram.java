package io.sidecore.syscall.counters;

import java.util.Arrays;

/**
 * How many values lie between two powers of two. Immutable, and so for any thread.
 *
 * <pre>
 *   bucket    0       1       2       3        ...   31
 *   values    0, 1    2, 3    4 - 7   8 - 15   ...   2^31 and more
 * </pre>
 */
public final class Log2Histogram {
    /** Buckets of every histogram. */
    public static final int BUCKETS = 32;

    private final long[] counts;
    private final long total;

    Log2Histogram(long[] counts) {
        this.counts = counts;
        this.total = Arrays.stream(counts).sum();
    }

    /** The bucket of a value; what is negative belongs to the first one. */
    static int bucket(long value) {
        return Math.min(BUCKETS - 1, Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(value, 1)));
    }

    /**
     * {@return the least value of a bucket}
     *
     * @param bucket 0 to 31
     */
    public static long least(int bucket) {
        return bucket == 0 ? 0 : 1L << bucket;
    }

    /**
     * {@return the greatest value of a bucket; {@link Long#MAX_VALUE} for the last one, which has no bound}
     *
     * @param bucket 0 to 31
     */
    public static long greatest(int bucket) {
        return bucket == BUCKETS - 1 ? Long.MAX_VALUE : (2L << bucket) - 1;
    }

    /**
     * {@return how many values lie in a bucket}
     *
     * @param bucket 0 to 31
     */
    public long count(int bucket) {
        return counts[bucket];
    }

    /** {@return how many values there are} */
    public long total() {
        return total;
    }

    /**
     * The bucket in which a share of the values ends.
     *
     * @param share from 0 to 1, such as 0.99
     * @return the first bucket up to which at least that share lies; −1 if there is no value
     */
    public int bucketOf(double share) {
        // At least one value, so that a share of 0 is the least one's bucket.
        double wanted = Math.max(1, Math.ceil(share * total));
        long seen = 0;
        int last = -1;
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] > 0) {
                seen += counts[i];
                last = i;
                if (seen >= wanted) {
                    break;
                }
            }
        }
        return last;
    }

    /**
     * The values that have come since an earlier snapshot.
     *
     * @param earlier a snapshot of the same histogram
     * @return the difference, 0 where it would be negative
     */
    public Log2Histogram since(Log2Histogram earlier) {
        long[] difference = new long[BUCKETS];
        Arrays.setAll(difference, i -> Math.max(0, counts[i] - earlier.counts[i]));
        return new Log2Histogram(difference);
    }
}
