package io.sidecore.bench.rig;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Tells on standard error how far a run is and how long it will take, every few seconds. */
final class Progress {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Effort effort;
    private final long start = System.nanoTime();
    private final long slices;
    private long slicesBefore;
    private long told = start - EVERY_NANOS;

    Progress(List<Family> families, Effort effort) {
        this.effort = effort;
        this.slices = families.stream().mapToLong(this::slicesOfFork).sum() * effort.forks();
    }

    private long slicesOfFork(Family family) {
        return (long) family.entrants().size() * (effort.warmUps() + effort.rounds());
    }

    /** What to call with the number of each round of a fork. */
    IntConsumer fork(Family family, int fork) {
        long before = slicesBefore;
        slicesBefore += slicesOfFork(family);
        int contenders = family.entrants().size();
        return round -> {
            long now = System.nanoTime();
            if (now - told < EVERY_NANOS) {
                return;
            }
            told = now;
            long done = before + (long) round * contenders;
            // At first the plan is known better than the pace.
            double planned = (double) (slices - done) * effort.sliceMillis() / 1e3;
            double paced = (now - start) / 1e9 * (slices - done) / done;
            double share = (double) done / slices;
            System.err.printf(Locale.ROOT, "sidecore: %s, fork %d of %d, %d %% of the run, %s left%n", family.name(),
                    fork,
                    effort.forks(), Math.round(100 * share), time(share < 0.05 ? planned : paced));
        };
    }

    private static String time(double seconds) {
        return seconds < 90 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }
}
