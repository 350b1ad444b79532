package io.sidecore.bench;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.Topology;
import io.sidecore.bench.report.FamilyResult;
import io.sidecore.bench.rings.RingsCommand;
import io.sidecore.bench.rings.roundtrip.RoundTripRig;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;

/** Runs the JMH benchmarks and the round trips of the rings, and prints ratios; each subcommand measures one family of things. */
@CommandLine.Command(name = "bench", mixinStandardHelpOptions = true, subcommands = RingsCommand.class, description = {
        "Run the JMH benchmarks and the round trips of the rings on two pinned cores and print ratios.",
        "Run nothing else meanwhile: on a busy machine the figures mean little."})
public final class BenchCommand implements Command {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--quick", description = "One fork, short iterations: about one minute. Not for quoting.")
    private boolean quick;

    @CommandLine.Option(names = "--json", paramLabel = "FILE", description = "Write JMH's results as JSON.")
    private Path json;

    @CommandLine.Parameters(arity = "0..*", paramLabel = "BENCHMARK", description = "Regular expressions of JMH benchmarks to run, and nothing else; default: all, and the round trips.")
    private String[] patterns = {};

    @Override
    public Integer call() throws IOException, InterruptedException {
        CorePlan plan = RingsCommand.twoCpus();
        ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
        for (String pattern : patterns.length == 0 ? new String[]{"io\\.sidecore\\.bench\\."} : patterns) {
            options.include(pattern);
        }
        if (quick) {
            options.forks(1).warmupIterations(3).measurementIterations(5).warmupTime(TimeValue.milliseconds(500))
                    .measurementTime(TimeValue.milliseconds(500));
        }
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        Collection<RunResult> results;
        try {
            results = new Runner(options.build()).run();
        } catch (RunnerException | java.util.regex.PatternSyntaxException e) {
            throw new CommandFailed("the benchmarks did not run: " + e.getMessage());
        }
        summarise(results, patterns.length == 0 ? RingsCommand.roundTrips(quick) : null, plan);
        return OK;
    }

    private void summarise(Collection<RunResult> results, FamilyResult roundTrips, CorePlan plan) {
        Map<String, Result<?>> by = results.stream().collect(
                Collectors.toMap(r -> r.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)$", "$1"),
                        RunResult::getPrimaryResult));
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println(Topology.system().toString().lines().findFirst().orElse("") + "; application on CPU "
                + plan.application().id()
                + ", system calls on CPU " + plan.syscall().id() + "; JDK " + Runtime.version());
        if (roundTrips != null) {
            String floor = RoundTripRig.BARE;
            String rings = RoundTripRig.SPSC;
            out.printf(Locale.ROOT,
                    "round trip of two SpscRings:       %6.1f ns = %.2f x two bare cache lines (%.1f ns)%n",
                    roundTrips.nanos(rings).median(), roundTrips.ratio(rings, floor).median(),
                    roundTrips.nanos(floor).median());
        }
        Result<?> direct = by.get("PwriteCost.direct");
        Result<?> submit = by.get("PwriteCost.pageSubmit");
        Result<?> reap = by.get("PwriteCost.pageReap");
        if (direct != null && submit != null && reap != null) {
            double page = submit.getScore() + reap.getScore();
            out.printf(Locale.ROOT,
                    "64-byte pwrite on the app core:    %6.1f ns direct, %.1f ns through the page (%.1f submit + %.1f reap): %.1f x less%n",
                    direct.getScore(), page, submit.getScore(), reap.getScore(), direct.getScore() / page);
        }
        out.flush();
    }
}
