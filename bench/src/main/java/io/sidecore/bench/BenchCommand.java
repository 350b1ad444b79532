package io.sidecore.bench;

import io.sidecore.bench.latency.LatencyCommand;
import io.sidecore.bench.latency.LatencySection;
import io.sidecore.bench.latency.LatencySuite;
import io.sidecore.bench.latency.fork.LatencyEffort;
import io.sidecore.bench.latency.fork.LatencyPlan;
import io.sidecore.bench.latency.result.LatencyTable;
import io.sidecore.bench.latency.transport.Entrants;
import io.sidecore.bench.report.Distance;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.HtmlReport;
import io.sidecore.bench.report.JsonReport;
import io.sidecore.bench.report.Machine;
import io.sidecore.bench.report.TextReport;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.bench.run.Depth;
import io.sidecore.bench.run.Measured;
import io.sidecore.bench.run.Planned;
import io.sidecore.bench.run.Run;
import io.sidecore.bench.run.RunFolder;
import io.sidecore.tools.Command;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Measures families of experiments, and writes tables, a page with plots, and JSON. */
@CommandLine.Command(name = "bench", mixinStandardHelpOptions = true, subcommands = {CompareCommand.class,
        LatencyCommand.class, JmhCommand.class}, description = {
                "Measure rings, system calls and their floors on two pinned cores, each beside its peers.",
                "Run nothing else meanwhile: on a busy machine the figures mean little, and are marked so.",
                "A run that was interrupted goes on if it is started again with the same --report DIR."})
public final class BenchCommand implements Command {
    private static final int LONGEST_SIZE = Payload.LONGEST;
    private static final List<Long> QUICK_RATES = List.of(100_000L);
    private static final List<Long> RATES = List.of(10_000L, 100_000L, 1_000_000L);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.ArgGroup
    private Length length = new Length();

    @CommandLine.Option(names = "--forks", paramLabel = "N", description = "JVMs for each experiment; default: 10, with --quick 1. No more than 5 for sweeps, benchmarks of JMH, and latency.")
    private Integer forks;

    @CommandLine.Option(names = "--size", paramLabel = "BYTES", description = "Bytes of a ring's message, a multiple of 8 from 8 to 4096, where the experiment does not set it; default: 32. A round trip takes 56 at most.")
    private Integer size;

    @CommandLine.Option(names = "--report", paramLabel = "DIR", description = "Folder for report.html, results.json and raw files; default: a fresh temporary one, which is kept.")
    private Path report;

    @CommandLine.Option(names = "--list", description = "List families and experiments, and run nothing.")
    private boolean list;

    @CommandLine.Parameters(arity = "0..*", paramLabel = "FAMILY", description = "Families, or experiments such as ring.round-trip; default: all. See --list.")
    private List<String> names = List.of();

    /** How much to measure. */
    private static final class Length {
        @CommandLine.Option(names = "--quick", description = "One short fork of the headlines, under five minutes. Not for quoting.")
        private boolean quick;
        @CommandLine.Option(names = "--full", description = "Everything, sweeps and latency too: planned for an hour.")
        private boolean full;

        Depth depth() {
            return quick ? Depth.QUICK : full ? Depth.FULL : Depth.STANDARD;
        }
    }

    /** Found by the command line. */
    public BenchCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Families families = new Families();
        check(families);
        if (list) {
            list(families);
            return OK;
        }
        List<Planned> plan = plan(families);
        Machine machine = Machine.withTwoCpus();
        try (RunFolder folder = RunFolder.open(
                report == null ? Files.createTempDirectory("sidecore-bench-") : report, settings(plan, machine))) {
            return run(families, plan, machine, folder);
        }
    }

    private int run(Families families, List<Planned> plan, Machine machine, RunFolder folder)
            throws IOException, InterruptedException {
        Run run = new Run(plan, length.depth(), forks(), folder);
        System.err.printf(Locale.ROOT,
                "sidecore: %d experiments, up to %d fork%s each, about %.0f minutes%s; results in %s%n",
                plan.size(), forks(), forks() == 1 ? "" : "s", Math.ceil((run.millis() + latencyMillis()) / 60e3),
                folder.found() == 0 ? "" : ", of which " + folder.found() + " forks are there already",
                folder.resolve(""));
        Measured measured = run.measure();
        List<ExperimentResult> results = measured.results();
        Optional<LatencySuite> latency = withLatency()
                ? Optional.of(LatencySuite.run(latencyPlans(), Depth.enough(forks()), folder.resolve("latency")))
                : Optional.empty();
        PrintWriter out = spec.commandLine().getOut();
        List<Distance> distances = distances(results);
        TextReport tables = new TextReport(out, distances);
        results.forEach(tables::contenders);
        latency.ifPresent(suite -> suite.tables().forEach(new LatencyTable(out)::rate));
        tables.targets(results);
        out.println();
        machine.print(out);
        Map<String, Object> facts = machine.facts();
        JsonReport.write(folder.resolve("results.json"), asked(plan), facts, results,
                latency.map(LatencySection::json).orElse(List.of()));
        Map<String, String> failures = new LinkedHashMap<>(measured.failures());
        latency.ifPresent(suite -> failures.putAll(suite.failures()));
        page(families, results, latency, facts, failures).write(folder.resolve("report.html"));
        failures.forEach((name, reason) -> out.printf("%nFailed: %s: %s%n", name, reason));
        out.printf("%nReport: %s%nFigures: %s%n", folder.resolve("report.html"), folder.resolve("results.json"));
        out.flush();
        return failures.isEmpty() ? OK : FAILED;
    }

    private HtmlReport page(Families families, List<ExperimentResult> results, Optional<LatencySuite> latency,
            Map<String, Object> facts, Map<String, String> failures) {
        HtmlReport page = new HtmlReport("Sidecore benchmarks", String.format(Locale.ROOT,
                "%s, %s; begun %s; up to %d fork%s of each experiment, %s.", facts.get("processor"), facts.get("jdk"),
                facts.get("began"), forks(), forks() == 1 ? "" : "s", length.depth().name().toLowerCase(Locale.ROOT)),
                forks() >= Depth.QUOTABLE && length.depth() != Depth.QUICK, distances(results));
        page.failures(failures);
        page.targets(results);
        families.about().forEach((family, about) -> {
            List<ExperimentResult> own = results.stream().filter(result -> result.name().startsWith(family + "."))
                    .toList();
            if (!own.isEmpty()) {
                page.family(family, about, families.curves(family, own), own);
            }
        });
        latency.ifPresent(suite -> LatencySection.add(page.page(), suite));
        page.facts("Machine", facts);
        return page;
    }

    /** Of all experiments together, so that they have the same names everywhere. */
    private static List<Distance> distances(List<ExperimentResult> results) {
        return Distance.of(results.stream().flatMapToDouble(ExperimentResult::lines));
    }

    /** All of it belongs to a run of everything that is short, or that may take long. */
    private boolean withLatency() {
        return names.isEmpty() && length.depth() != Depth.STANDARD;
    }

    private double latencyMillis() {
        return withLatency()
                ? Depth.enough(forks()) * latencyPlans().stream().mapToDouble(LatencyPlan::millis).sum()
                : 0;
    }

    private List<LatencyPlan> latencyPlans() {
        LatencyEffort effort = length.depth() == Depth.QUICK ? LatencyEffort.QUICK : LatencyEffort.FULL;
        List<Long> rates = length.depth() == Depth.QUICK ? QUICK_RATES : RATES;
        return Stream.of(Entrants.values()).map(group -> new LatencyPlan(group, false, false, rates, effort)).toList();
    }

    private List<Planned> plan(Families families) {
        List<Planned> plan = families.named(names, length.depth());
        return size == null
                ? plan
                : plan.stream().map(planned -> planned.family().equals(Families.RING)
                        ? planned.withDefault(Payload.SIZE_PROPERTY, Integer.toString(planned.experiment().bytes(size)))
                        : planned).toList();
    }

    private List<String> settings(List<Planned> plan, Machine machine) {
        return Stream.concat(
                Stream.of("experiments: " + plan.stream().map(Planned::name).collect(Collectors.joining(" ")),
                        "depth: " + length.depth(), "size: " + (size == null ? "default" : size)),
                machine.identity().stream()).toList();
    }

    private Map<String, Object> asked(List<Planned> plan) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("depth", length.depth().name().toLowerCase(Locale.ROOT));
        asked.put("forks", forks());
        asked.put("size", size);
        asked.put("families", plan.stream().map(Planned::family).distinct().toList());
        return asked;
    }

    private int forks() {
        return forks == null ? length.depth().forks() : forks;
    }

    private void list(Families families) {
        PrintWriter out = spec.commandLine().getOut();
        families.about().forEach((family, about) -> {
            out.printf("%s: %s%n", family, about);
            for (Depth depth : Depth.values()) {
                String experiments = families.all().stream()
                        .filter(planned -> planned.family().equals(family) && planned.least() == depth)
                        .map(Planned::name).collect(Collectors.joining(" "));
                if (!experiments.isEmpty()) {
                    out.printf("  %-9s %s%n", depth == Depth.QUICK ? "--quick" : depth == Depth.FULL ? "--full" : "",
                            experiments);
                }
            }
        });
        out.flush();
    }

    private void check(Families families) {
        names.stream().filter(name -> !families.has(name)).findFirst().ifPresent(name -> {
            throw wrong("no family or experiment " + name + "; families are "
                    + String.join(", ", families.about().keySet()) + "; --list names the experiments");
        });
        if (forks != null && forks < 1) {
            throw wrong("--forks " + forks + ": must be positive");
        }
        if (size != null && (size < 8 || size > LONGEST_SIZE || size % 8 != 0)) {
            throw wrong("--size " + size + ": must be a multiple of 8 from 8 to " + LONGEST_SIZE);
        }
    }

    private CommandLine.ParameterException wrong(String why) {
        return new CommandLine.ParameterException(spec.commandLine(), why);
    }
}
