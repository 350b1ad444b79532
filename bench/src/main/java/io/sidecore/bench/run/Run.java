package io.sidecore.bench.run;

import io.sidecore.bench.jmh.JmhExperiment;
import io.sidecore.bench.jmh.JmhForks;
import io.sidecore.bench.report.Experiment;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.ForkJvm;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rig.RigForks;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs planned experiments, fork by fork. */
public final class Run {
    private final List<Planned> plan;
    private final int forks;
    private final RunFolder folder;
    private final RigForks rig;
    private final JmhForks jmh;

    /**
     * A run.
     *
     * @param plan   what to measure, in the order of the report
     * @param depth  how long each fork is
     * @param forks  JVMs for each experiment
     * @param folder where forks are kept
     */
    public Run(List<Planned> plan, Depth depth, int forks, RunFolder folder) {
        this.plan = List.copyOf(plan);
        this.forks = forks;
        this.folder = folder;
        this.rig = new RigForks(depth.rig());
        this.jmh = new JmhForks(depth.jmh(), ForkJvm.FLAGS);
    }

    /** {@return about how long the whole run takes, in milliseconds} */
    public double millis() {
        return plan.stream().mapToDouble(planned -> forks(planned) * millis(planned.experiment())).sum();
    }

    /**
     * Measures what is not in the folder yet.
     *
     * @return results, and what failed; what it said stands on standard error
     * @throws IOException          if files cannot be written
     * @throws InterruptedException if interrupted
     */
    public Measured measure() throws IOException, InterruptedException {
        Progress progress = new Progress(millis());
        List<List<Rounds>> measured = new ArrayList<>();
        plan.forEach(planned -> measured.add(new ArrayList<>()));
        Map<String, String> failures = new LinkedHashMap<>();
        for (int fork = 1; fork <= forks; fork++) {
            for (int i = 0; i < plan.size(); i++) {
                Planned planned = plan.get(i);
                if (fork > forks(planned) || failures.containsKey(planned.name())) {
                    continue;
                }
                try {
                    measured.get(i).add(fork(planned, fork, progress));
                } catch (CommandFailed e) {
                    System.err.println("sidecore: " + planned.name() + " is given up: " + e.getMessage());
                    failures.put(planned.name(), e.getMessage());
                }
            }
        }
        List<ExperimentResult> results = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            Planned planned = plan.get(i);
            List<Rounds> all = measured.get(i);
            if (!all.isEmpty()) {
                results.add(planned.with(() -> result(planned, all)));
            }
        }
        return new Measured(results, failures);
    }

    private Rounds fork(Planned planned, int fork, Progress progress) throws IOException, InterruptedException {
        double millis = millis(planned.experiment());
        Optional<Rounds> kept = folder.read(planned.name(), fork);
        if (kept.isPresent()) {
            progress.skipped(millis);
            return kept.get();
        }
        String what = String.format(Locale.ROOT, "%s, fork %d of %d", planned.name(), fork,
                forks(planned));
        progress.heard(what, 0, millis);
        Rounds rounds = planned.with(() -> switch (planned.experiment()) {
            case RigExperiment experiment ->
                rig.fork(experiment, share -> progress.heard(what, share, millis));
            case JmhExperiment experiment -> jmh.fork(experiment, fork, folder.resolve("jmh"),
                    share -> progress.heard(what, share, millis));
            default -> throw new IllegalArgumentException("nobody knows how to run " + planned.name());
        });
        progress.done(millis);
        folder.write(planned.name(), fork, rounds);
        return rounds;
    }

    private int forks(Planned planned) {
        return planned.experiment() instanceof RigExperiment && planned.least() != Depth.FULL
                ? forks
                : Depth.enough(forks);
    }

    private double millis(Experiment experiment) {
        return switch (experiment) {
            case RigExperiment each -> rig.millis(each);
            case JmhExperiment each -> jmh.millis(each);
            default -> throw new IllegalArgumentException("nobody knows how to run " + experiment.name());
        };
    }

    private static ExperimentResult result(Planned planned, List<Rounds> rounds) {
        Experiment experiment = planned.experiment();
        String remark = experiment instanceof RigExperiment rigged ? RigForks.remark(rigged) : experiment.remark();
        ExperimentResult result = new ExperimentResult(planned.name(), experiment.title(), remark,
                targets(planned, experiment.allTargets()), rounds);
        return result.withNotes(experiment.notes(result)).withPlots(experiment.plots(result));
    }

    /** Times are aimed at for the experiment as it is, not for each size in a sweep. */
    private static List<Target> targets(Planned planned, List<Target> all) {
        return planned.variant().isEmpty()
                ? all
                : all.stream().filter(target -> target.measure() == Target.Measure.BYTES).toList();
    }
}
