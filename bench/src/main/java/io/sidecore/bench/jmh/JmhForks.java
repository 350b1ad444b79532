package io.sidecore.bench.jmh;

import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.report.Spread;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs one fork of each benchmark of an experiment, one after the other, by JMH's own runner. */
public final class JmhForks {
    private static final long START_MILLIS = 800;

    private final JmhEffort effort;
    private final List<String> flags;

    /**
     * Forks of one length.
     *
     * @param effort how much is measured
     * @param flags  of every fork's JVM
     */
    public JmhForks(JmhEffort effort, List<String> flags) {
        this.effort = effort;
        this.flags = List.copyOf(flags);
    }

    /**
     * About how long a fork of all benchmarks takes.
     *
     * @param experiment what it measures
     * @return milliseconds
     */
    public long millis(JmhExperiment experiment) {
        return experiment.entrants().size()
                * (START_MILLIS + (long) effort.millis() * (effort.warmUps() + effort.iterations()));
    }

    /**
     * Runs one fork of each benchmark, beginning with another one each time.
     *
     * @param experiment what to measure
     * @param number     of the fork, from 1
     * @param raw        folder for what JMH prints and for its JSON
     * @param heard      told what share is done, from 0 to 1
     * @return what was measured: one round, the median of the iterations, because no two benchmarks have iterations in common
     * @throws IOException   if files cannot be written
     * @throws CommandFailed if a benchmark failed; the message names the file with what it said
     */
    public Rounds fork(JmhExperiment experiment, int number, Path raw, DoubleConsumer heard) throws IOException {
        List<JmhEntrant> entrants = experiment.entrants();
        Files.createDirectories(raw);
        Map<String, RunResult> results = new LinkedHashMap<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (int turn = 0; turn < entrants.size(); turn++) {
            int index = (turn + number - 1) % entrants.size();
            JmhEntrant entrant = entrants.get(index);
            Path files = raw.resolve(String.format(Locale.ROOT, "%s-%02d-fork%d", experiment.name(), index, number));
            try {
                results.put(entrant.name(), run(entrant, files));
            } catch (RunnerException e) {
                String reason = e.getMessage() + "; what it said is in " + files + ".txt";
                if (!entrant.optional()) {
                    throw new CommandFailed(experiment.name() + ", " + entrant.name() + ": " + reason, e);
                }
                missing.put(entrant.name(), reason);
            }
            heard.accept((turn + 1.0) / entrants.size());
        }
        return rounds(entrants, results, missing);
    }

    private RunResult run(JmhEntrant entrant, Path files) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + entrant.benchmark().getCanonicalName().replace(".", "\\.") + "\\." + entrant.method()
                        + "$")
                .forks(1).warmupForks(0).warmupIterations(effort.warmUps()).warmupTime(iteration())
                .measurementIterations(effort.iterations()).measurementTime(iteration())
                .timeUnit(TimeUnit.NANOSECONDS).shouldFailOnError(true)
                .addProfiler(GCProfiler.class).addProfiler(ThreadsProfiler.class).output(files + ".txt")
                .result(files + ".json")
                .resultFormat(ResultFormatType.JSON)
                .jvmArgs(Stream.concat(flags.stream(), entrant.flags().stream()).toArray(String[]::new));
        entrant.parameters().forEach(options::param);
        return new Runner(options.build()).runSingle();
    }

    private TimeValue iteration() {
        return TimeValue.milliseconds(effort.millis());
    }

    private static Rounds rounds(List<JmhEntrant> entrants, Map<String, RunResult> results,
            Map<String, String> missing) {
        List<String> names = new ArrayList<>();
        List<double[]> nanos = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        List<Double> waits = new ArrayList<>();
        for (JmhEntrant entrant : entrants) {
            RunResult result = results.get(entrant.name());
            if (result == null) {
                continue;
            }
            names.add(entrant.name());
            nanos.add(new double[]{Spread.median(scores(result))});
            // The median, as in the rig: JMH allocates some 200 KB of its own in the first iteration that counts.
            bytes.add(Spread.median(secondary(result, ThreadsProfiler.ALLOCATED)));
            // The median here, too: what disturbs few iterations does not move the time that is told.
            // Not of the last iteration, behind which the worker gives its CPU back before it is looked at.
            double[] its = DoubleStream.of(secondary(result, ThreadsProfiler.WAITED))
                    .filter(share -> !Double.isNaN(share))
                    .toArray();
            if (its.length > 0) {
                waits.add(Spread.median(its));
            }
        }
        return new Rounds(names, nanos.toArray(double[][]::new),
                bytes.stream().mapToDouble(Double::doubleValue).toArray(),
                waits.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN), new double[0], missing);
    }

    private static double[] scores(RunResult result) {
        BenchmarkParams parameters = result.getParams();
        if (parameters.getTimeUnit() != TimeUnit.NANOSECONDS) {
            throw new IllegalStateException(parameters.getBenchmark() + " is not scored in nanoseconds");
        }
        return iterations(result).map(IterationResult::getPrimaryResult).mapToDouble(Result::getScore).toArray();
    }

    private static double[] secondary(RunResult result, String label) {
        return iterations(result).mapToDouble(iteration -> iteration.getSecondaryResults().get(label).getScore())
                .toArray();
    }

    private static Stream<IterationResult> iterations(RunResult result) {
        return result.getBenchmarkResults().stream().flatMap(fork -> fork.getIterationResults().stream());
    }
}
