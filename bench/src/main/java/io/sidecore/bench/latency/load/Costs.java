package io.sidecore.bench.latency.load;

/**
 * What measuring takes on the sender's CPU.
 *
 * @param clockNanos  one look at the clock
 * @param recordNanos recording what one message has taken: two values, in two histograms
 */
public record Costs(double clockNanos, double recordNanos) {
    private static final int REPETITIONS = 2_000_000;
    private static final int TIMES = 5;
    /** Spreads values over a few hundred buckets, as latencies are. */
    private static final int SPREAD = 1023;

    /** {@return what it takes here and now, the least of some repetitions} */
    public static Costs measure() {
        double clock = Double.MAX_VALUE;
        double record = Double.MAX_VALUE;
        for (int time = 0; time < TIMES; time++) {
            clock = Math.min(clock, clock());
            record = Math.min(record, record());
        }
        return new Costs(clock, record);
    }

    private static double clock() {
        long start = System.nanoTime();
        long now = start;
        for (int i = 1; i < REPETITIONS; i++) {
            now = System.nanoTime();
        }
        return (double) (now - start) / REPETITIONS;
    }

    private static double record() {
        Window window = new Window();
        long start = System.nanoTime();
        for (int i = 0; i < REPETITIONS; i++) {
            window.returned(300 + (i * 7919L & SPREAD), 200 + (i * 104_729L & SPREAD));
        }
        return (double) (System.nanoTime() - start) / REPETITIONS;
    }
}
