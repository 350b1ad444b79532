package io.sidecore.bench.run;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells on standard error how far a run is and how long it will take, every few seconds. */
final class Progress {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Before so much of a run is done, its plan is known better than its pace. */
    private static final double EARLY = 0.05;

    private final long start = System.nanoTime();
    private final double millis;
    private double millisDone;
    private double millisSkipped;
    private long told = start - EVERY_NANOS;

    /** For a run that is planned to take so long. */
    Progress(double millis) {
        this.millis = millis;
    }

    /** A part that was measured in an earlier run. */
    void skipped(double part) {
        millisSkipped += part;
    }

    /** A part of a step is done, from 0 to 1. */
    void heard(String what, double share, double step) {
        long now = System.nanoTime();
        if (now - told < EVERY_NANOS) {
            return;
        }
        told = now;
        double done = millisDone + share * step;
        double all = millis - millisSkipped;
        double planned = (all - done) / 1e3;
        double paced = (now - start) / 1e9 * (all - done) / Math.max(done, 1);
        System.err.printf(Locale.ROOT, "sidecore: %s, %.0f %% of the run, %s left%n", what,
                100 * (millisSkipped + done) / millis, time(done / all < EARLY ? planned : paced));
    }

    /** A step is done. */
    void done(double step) {
        millisDone += step;
    }

    static String time(double seconds) {
        return seconds < 90 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }
}
