package io.sidecore.bench.latency.meter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToLongFunction;

/**
 * Whether warm-up is over: the last windows agree in their medians and in their 99th percentiles, and no time was spent on compiling in any of
 * them. One thread.
 */
public final class Settling {
    /** Largest median of the windows over the smallest, less 1. */
    public static final double MEDIAN_TOLERANCE = 0.1;
    /** The same for the 99th percentile. */
    public static final double P99_TOLERANCE = 0.5;

    private final int windows;
    private final Deque<Seen> last = new ArrayDeque<>();

    private record Seen(long median, long p99, long compilingMillis) {}

    /**
     * Nothing seen yet.
     *
     * @param windows that have to agree, 2 or more
     */
    public Settling(int windows) {
        if (windows < 2) {
            throw new IllegalArgumentException(windows + " windows cannot agree");
        }
        this.windows = windows;
    }

    /**
     * Takes a window.
     *
     * @param median          in nanoseconds
     * @param p99             in nanoseconds
     * @param compilingMillis that were spent in the window, by the JVMs of both sides
     * @return whether warm-up is over
     */
    public boolean add(long median, long p99, long compilingMillis) {
        last.addLast(new Seen(median, p99, compilingMillis));
        if (last.size() > windows) {
            last.removeFirst();
        }
        return last.size() == windows && last.stream().allMatch(seen -> seen.compilingMillis == 0)
                && spread(Seen::median) <= MEDIAN_TOLERANCE && spread(Seen::p99) <= P99_TOLERANCE;
    }

    private double spread(ToLongFunction<Seen> value) {
        long least = last.stream().mapToLong(value).min().getAsLong();
        long most = last.stream().mapToLong(value).max().getAsLong();
        return (double) most / Math.max(1, least) - 1;
    }
}
