package io.sidecore.bench.latency.meter;

import org.HdrHistogram.Histogram;

/**
 * The hiccup meter: times between two looks at the clock, by the thread that looks. On two cores a third thread that measures would be the
 * disturbance, so the loop that spins anyway does it.
 *
 * <p>A gap is kept raw while the loop runs, which costs one comparison for those up to the threshold, and one store for the others.
 */
public final class Gaps {
    /** Gaps up to this long are not counted, in nanoseconds. */
    public static final long THRESHOLD = 1_000;

    private static final int KEPT = 1 << 16;

    private final long[] kept = new long[KEPT];
    private int count;
    private long unkept;
    private long lostNanos;
    private long longest;

    /** No gaps yet. */
    public Gaps() {}

    /** Forgets all. */
    public void reset() {
        count = 0;
        unkept = 0;
        lostNanos = 0;
        longest = 0;
    }

    /**
     * Takes the time between two looks.
     *
     * @param gap in nanoseconds
     */
    public void look(long gap) {
        if (gap > THRESHOLD) {
            add(gap);
        }
    }

    private void add(long gap) {
        lostNanos += gap;
        longest = Math.max(longest, gap);
        if (count < KEPT) {
            kept[count++] = gap;
        } else {
            unkept++;
        }
    }

    /** {@return gaps above the threshold} */
    public long count() {
        return count + unkept;
    }

    /** {@return time in them, in nanoseconds} */
    public long lostNanos() {
        return lostNanos;
    }

    /** {@return the longest of them, in nanoseconds} */
    public long longest() {
        return longest;
    }

    /**
     * Adds what something would have waited for the thread that came at any moment: for each microsecond of a gap, what was left of it then, and 0
     * for each microsecond outside gaps. Gaps that were too many to keep are left out.
     *
     * @param histogram    receives the values, in nanoseconds
     * @param lookedNanos the time in which the gaps were
     */
    public void addTo(Histogram histogram, long lookedNanos) {
        long free = lookedNanos / THRESHOLD;
        for (int i = 0; i < count; i++) {
            for (long left = kept[i]; left > THRESHOLD; left -= THRESHOLD) {
                histogram.recordValue(Math.min(left, Histograms.HIGHEST));
                free--;
            }
        }
        histogram.recordValueWithCount(0, Math.max(0, free));
    }
}
