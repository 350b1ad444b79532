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
    private final long millis;
    private long millisBefore;
    private long told = start - EVERY_NANOS;

    Progress(List<RigExperiment> families, Effort effort) {
        this.effort = effort;
        this.millis = families.stream().mapToLong(this::millisOfFork).sum() * effort.forks();
    }

    private long millisOfFork(RigExperiment family) {
        Effort own = family.effort(effort);
        return millisOfRound(family) * (own.warmUps() + own.rounds());
    }

    private long millisOfRound(RigExperiment family) {
        return (long) family.entrants().size() * family.effort(effort).sliceMillis();
    }

    /** What to call with the number of each round of a fork. */
    IntConsumer fork(RigExperiment family, int fork) {
        long before = millisBefore;
        millisBefore += millisOfFork(family);
        long each = millisOfRound(family);
        return round -> {
            long now = System.nanoTime();
            if (now - told < EVERY_NANOS) {
                return;
            }
            told = now;
            long done = before + round * each;
            // At first the plan is known better than the pace.
            double planned = (millis - done) / 1e3;
            double paced = (now - start) / 1e9 * (millis - done) / done;
            double share = (double) done / millis;
            System.err.printf(Locale.ROOT, "sidecore: %s, fork %d of %d, %d %% of the run, %s left%n", family.name(),
                    fork,
                    effort.forks(), Math.round(100 * share), time(share < 0.05 ? planned : paced));
        };
    }

    private static String time(double seconds) {
        return seconds < 90 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }
}
