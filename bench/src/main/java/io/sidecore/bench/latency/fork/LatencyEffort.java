package io.sidecore.bench.latency.fork;

/**
 * How much is measured in a fork, of each contender at each rate.
 *
 * @param windowMillis  length of a window
 * @param settleWindows windows that have to agree before measuring begins
 * @param warmUpWindows windows after which measuring begins even so
 * @param rounds        turns that each contender has
 * @param roundWindows  windows of a turn
 * @param idleMillis    how long the idle CPUs are looked at first
 */
public record LatencyEffort(int windowMillis, int settleWindows, int warmUpWindows, int rounds, int roundWindows,
        int idleMillis) {
    /** Enough to quote. */
    public static final LatencyEffort FULL = new LatencyEffort(250, 5, 12, 3, 4, 1000);
    /** Enough to see that it works: about 45 seconds for all groups at three rates. */
    public static final LatencyEffort QUICK = new LatencyEffort(100, 3, 7, 2, 2, 300);

    /** {@return about how long a contender takes at a rate, at most, unless it misses the rate; in milliseconds} */
    public long millis() {
        return (long) windowMillis * (warmUpWindows + rounds * roundWindows);
    }
}
