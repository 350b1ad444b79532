package io.sidecore.bench.calls.idle;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Effort;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The CPU time of a process that has nothing to do. */
public final class IdleRig implements RigExperiment {
    /** So long without work, and the engine sleeps. */
    static final Duration SLEEP_AFTER = Duration.ofMillis(1);

    private static final String NOTHING = "JVM without an engine";
    private static final String ENGINE = "JVM with an engine that sleeps";
    private static final int SPAN_MILLIS = 5000;
    private static final double PERCENT = 0.5;
    /** Of CPU time in a millisecond. */
    private static final double NANOS_PER_PERCENT = 10_000;

    private final int millis;

    /** For forks: five seconds each. */
    public IdleRig() {
        this(SPAN_MILLIS);
    }

    /**
     * Another span.
     *
     * @param millis of idleness that are measured
     */
    public IdleRig(int millis) {
        this.millis = millis;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return "CPU time of an idle process in each millisecond, over " + millis / 1000
                + " s; 10,000 ns are one percent of a CPU";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(NOTHING, () -> new IdleProcess(false)),
                Entrant.of(ENGINE, () -> new IdleProcess(true)));
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.nanos(ENGINE, PERCENT * NANOS_PER_PERCENT));
    }

    @Override
    public int unit() {
        return millis;
    }

    /** One slice of each, as nothing has to warm up. */
    @Override
    public Effort effort(Effort wanted) {
        return new Effort(0, 1, millis);
    }

    @Override
    public List<String> notes(ExperimentResult result) {
        return List.of(
                String.format(Locale.ROOT, "With an engine %.3f %% of a CPU, without %.3f %%; the target is %.1f %%.",
                        percent(result, ENGINE), percent(result, NOTHING), PERCENT));
    }

    private static double percent(ExperimentResult result, String contender) {
        return result.nanos(contender).median() / NANOS_PER_PERCENT;
    }
}
