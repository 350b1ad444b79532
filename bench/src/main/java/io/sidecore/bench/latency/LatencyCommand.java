package io.sidecore.bench.latency;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.latency.fork.LatencyEffort;
import io.sidecore.bench.latency.fork.LatencyPlan;
import io.sidecore.bench.latency.fork.LatencyRun;
import io.sidecore.bench.latency.load.Schedule;
import io.sidecore.bench.latency.result.LatencyResult;
import io.sidecore.bench.latency.result.LatencyTable;
import io.sidecore.bench.latency.result.Overhead;
import io.sidecore.bench.latency.transport.Entrants;
import io.sidecore.bench.report.Machine;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Measures latency under a load of fixed rate, from when each message was meant to be sent. */
@CommandLine.Command(name = "latency", mixinStandardHelpOptions = true, description = {
        "Measure latency at fixed rates: messages are sent on a schedule, and each counts from when it was meant to be sent.",
        "A rate that was not kept is reported as missed. Contenders take turns in one JVM; ratios are taken within a fork.",
        "Run nothing else meanwhile: on a busy machine the figures are those of the machine."})
public final class LatencyCommand implements Command {
    private static final int FORKS = 5;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--rate", split = ",", paramLabel = "N", defaultValue = "10000,100000,1000000", description = "Messages a second, one or more. Default: ${DEFAULT-VALUE}.")
    private List<Long> rates = List.of();

    @CommandLine.Option(names = "--processes", description = "The other side is a process of its own; without queues on the heap, and without calls.")
    private boolean processes;

    @CommandLine.Option(names = "--fdatasync", description = "Calls: each write is followed by fdatasync.")
    private boolean synced;

    @CommandLine.Option(names = "--quick", description = "One fork and short turns: a minute at most for three rates. Not for quoting.")
    private boolean quick;

    @CommandLine.Option(names = "--forks", paramLabel = "N", description = "JVMs for each group; default: 5, with --quick 1.")
    private Integer forks;

    @CommandLine.Option(names = "--report", paramLabel = "DIR", description = "Write percentile distributions (.hgrm) and interval logs (.hlog) there.")
    private Path report;

    @CommandLine.Parameters(arity = "0..*", paramLabel = "GROUP", description = "rings, aeron, calls; default: all of these.")
    private List<String> names = List.of();

    private final List<LatencyResult> results = new ArrayList<>();

    /** Found by picocli. */
    public LatencyCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Entrants> groups = groups();
        check();
        Machine machine = new Machine(twoCpus());
        if (report != null) {
            Files.createDirectories(report);
        }
        PrintWriter out = spec.commandLine().getOut();
        LatencyTable table = new LatencyTable(out);
        List<Overhead> overheads = new ArrayList<>();
        for (Entrants group : groups) {
            LatencyPlan plan = new LatencyPlan(group, processes, synced, rates,
                    quick ? LatencyEffort.QUICK : LatencyEffort.FULL);
            LatencyRun run = new LatencyRun(plan, forks != null ? forks : quick ? 1 : FORKS, report);
            List<LatencyResult> measured = run.run();
            rates.forEach(rate -> table.rate(measured.stream().filter(result -> result.rate() == rate).toList()));
            results.addAll(measured);
            overheads.addAll(run.overheads());
        }
        table.overhead(overheads);
        machine.print(out);
        return OK;
    }

    /** {@return what was measured, after the call} */
    public List<LatencyResult> results() {
        return List.copyOf(results);
    }

    private List<Entrants> groups() {
        List<Entrants> able = Stream.of(Entrants.values())
                .filter(group -> !group.members(processes, synced).isEmpty()).toList();
        List<String> known = able.stream().map(Entrants::label).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw wrong("no group " + name + (processes ? " between processes" : "") + "; there are "
                        + known.stream().collect(Collectors.joining(", ")));
            }
        }
        return able.stream().filter(group -> names.isEmpty() || names.contains(group.label())).toList();
    }

    private void check() {
        for (long rate : rates) {
            if (rate < 1 || rate > Schedule.HIGHEST_RATE) {
                throw wrong("--rate " + rate + ": must be from 1 to " + Schedule.HIGHEST_RATE);
            }
        }
        if (rates.stream().distinct().count() < rates.size()) {
            throw wrong("--rate: one of them stands there twice");
        }
        if (forks != null && forks < 1) {
            throw wrong("--forks " + forks + ": must be positive");
        }
        if (report != null && Files.exists(report) && !(Files.isDirectory(report) && Files.isWritable(report))) {
            throw wrong("--report " + report + ": is not a folder that can be written");
        }
    }

    private CommandLine.ParameterException wrong(String why) {
        return new CommandLine.ParameterException(spec.commandLine(), why);
    }

    private static CorePlan twoCpus() {
        CorePlan plan = CorePlan.automatic();
        if (plan.sharing() == CorePlan.Sharing.ONE_CPU) {
            throw new CommandFailed(
                    "the latency rig needs two CPUs, this process may use one only: " + plan.application().id());
        }
        return plan;
    }
}
