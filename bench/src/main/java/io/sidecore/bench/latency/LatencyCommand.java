package io.sidecore.bench.latency;

import io.sidecore.bench.latency.fork.LatencyEffort;
import io.sidecore.bench.latency.fork.LatencyPlan;
import io.sidecore.bench.latency.load.Schedule;
import io.sidecore.bench.latency.result.LatencyTable;
import io.sidecore.bench.latency.transport.Entrants;
import io.sidecore.bench.report.HtmlReport;
import io.sidecore.bench.report.Machine;
import io.sidecore.bench.run.RunFolder;
import io.sidecore.tools.Command;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

    @CommandLine.Option(names = "--report", paramLabel = "DIR", description = "Folder for report.html, percentile distributions (.hgrm) and interval logs (.hlog); forks that it holds are not run again. Default: a fresh temporary one, which is kept.")
    private Path report;

    @CommandLine.Parameters(arity = "0..*", paramLabel = "GROUP", description = "rings, aeron, calls; default: all of these.")
    private List<String> names = List.of();

    /** Found by picocli. */
    public LatencyCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Entrants> groups = groups();
        check();
        Machine machine = Machine.withTwoCpus();
        List<LatencyPlan> plans = groups.stream().map(group -> new LatencyPlan(group, processes, synced, rates,
                quick ? LatencyEffort.QUICK : LatencyEffort.FULL)).toList();
        List<String> settings = Stream.concat(plans.stream().map(plan -> "latency: " + String.join(" ", plan.words())),
                machine.identity().stream()).toList();
        try (RunFolder folder = RunFolder.open(
                report == null ? Files.createTempDirectory("sidecore-latency-") : report, settings)) {
            return run(plans, machine, folder.resolve(""));
        }
    }

    private int run(List<LatencyPlan> plans, Machine machine, Path folder) throws IOException, InterruptedException {
        LatencySuite suite = LatencySuite.run(plans, forks(), folder);
        PrintWriter out = spec.commandLine().getOut();
        LatencyTable table = new LatencyTable(out);
        suite.tables().forEach(table::rate);
        table.overhead(suite.overheads());
        machine.print(out);
        HtmlReport page = new HtmlReport("Sidecore latency",
                String.format(Locale.ROOT, "%d fork%s of each group.", forks(), forks() == 1 ? "" : "s"),
                !quick && forks() >= FORKS, List.of());
        LatencySection.add(page.page(), suite);
        page.facts("Machine", machine.facts());
        page.write(folder.resolve("report.html"));
        out.printf("%nReport: %s%n", folder.resolve("report.html"));
        suite.failures().forEach((name, reason) -> out.printf("Failed: %s: %s%n", name, reason));
        out.flush();
        return suite.failures().isEmpty() ? OK : FAILED;
    }

    private int forks() {
        return forks != null ? forks : quick ? 1 : FORKS;
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
        CommandLine parent = spec.commandLine().getParent();
        if (parent != null && !parent.getParseResult().matchedArgs().isEmpty()) {
            throw wrong("what stands before latency is not for it: put its options behind, see --help");
        }
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
}
