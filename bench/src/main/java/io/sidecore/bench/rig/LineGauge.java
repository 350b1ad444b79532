package io.sidecore.bench.rig;

/**
 * How far the two CPUs are from each other: the time of a line there and back. A virtual machine's CPUs are moved between cores of its host
 * that share a cache and cores that do not, and all that goes from one to the other takes several times as long then.
 */
final class LineGauge {
    private static final int BATCHES = 5;
    private static final int BATCH = 100;
    /** Measurements after which the compiler is done with it. */
    static final int WARM_UPS = 200;
    /** Two measurements that differ by less are of the same place. */
    private static final double SAME = 1.25;

    private final ControlLines lines;

    LineGauge(ControlLines lines) {
        this.lines = lines;
    }

    /** The leader's side, of a command that the follower has heard; nanoseconds. The least of several batches, as an interrupt may come. */
    double lead(long sequence) {
        double least = Double.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            lines.callOut(first(sequence, batch), BATCH);
            least = Math.min(least, (double) (System.nanoTime() - start) / BATCH);
        }
        return least;
    }

    /** The follower's side. */
    void follow(long sequence) {
        for (int batch = 0; batch < BATCHES; batch++) {
            lines.echo(first(sequence, batch), BATCH);
        }
    }

    /** Numbers that no measurement has had before. */
    private static long first(long sequence, int batch) {
        return (sequence * BATCHES + batch) * BATCH;
    }

    /** The time of a round that had one measurement before it and one behind it; NaN if the CPUs have been moved meanwhile. */
    static double ofRound(double before, double after) {
        return Math.max(before, after) > SAME * Math.min(before, after) ? Double.NaN : (before + after) / 2;
    }
}
