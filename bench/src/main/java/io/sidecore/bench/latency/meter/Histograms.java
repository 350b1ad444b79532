package io.sidecore.bench.latency.meter;

import org.HdrHistogram.Histogram;

/** The kind of histogram that all of the rig uses: in nanoseconds, up to a minute, with three significant digits. */
public final class Histograms {
    /** Longest time that can be told from longer ones, in nanoseconds. */
    public static final long HIGHEST = 60_000_000_000L;

    private static final int DIGITS = 3;

    private Histograms() {}

    /** {@return one of that kind, empty} */
    public static Histogram empty() {
        return new Histogram(HIGHEST, DIGITS);
    }

    /**
     * What a histogram of that kind takes.
     *
     * @param nanos any number
     * @return the nearest that it takes
     */
    public static long within(long nanos) {
        return Math.clamp(nanos, 0, HIGHEST);
    }
}
