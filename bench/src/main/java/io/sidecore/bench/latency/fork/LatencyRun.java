package io.sidecore.bench.latency.fork;

import io.sidecore.bench.latency.meter.Histograms;
import io.sidecore.bench.latency.result.Curve;
import io.sidecore.bench.latency.result.ForkLatency;
import io.sidecore.bench.latency.result.HistogramFiles;
import io.sidecore.bench.latency.result.LatencyResult;
import io.sidecore.bench.latency.result.Overhead;
import io.sidecore.bench.latency.transport.Entrant;
import io.sidecore.bench.rig.ForkFolder;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Runs the forks of one group, one after the other, and puts together what they have measured. */
public final class LatencyRun {
    private static final List<String> KINDS = List.of("latency", "service", "gaps");

    private final LatencyPlan plan;
    private final int forks;
    private final Path report;
    /** By key of contender and rate. */
    private final Map<String, Histogram> latencies = new TreeMap<>();
    private final Map<String, Histogram> services = new TreeMap<>();
    private final Map<String, List<ForkLatency>> measured = new TreeMap<>();
    private final List<Overhead> overheads = new ArrayList<>();

    /**
     * A run of one group.
     *
     * @param plan   what each fork measures
     * @param forks  JVMs, or pairs of them
     * @param report folder for the files of HdrHistogram; forks that it holds already are not run again
     */
    public LatencyRun(LatencyPlan plan, int forks, Path report) {
        this.plan = plan;
        this.forks = forks;
        this.report = report;
    }

    /**
     * Runs.
     *
     * @return a result for each contender and rate: rates as planned, contenders as the group has them
     * @throws IOException          if files cannot be written
     * @throws InterruptedException if interrupted
     * @throws CommandFailed        if a fork failed; what it said stands on standard error
     */
    public List<LatencyResult> run() throws IOException, InterruptedException {
        for (int fork = 1; fork <= forks; fork++) {
            Path kept = report.resolve(plan.group().label() + "-fork" + fork);
            if (!Files.exists(kept)) {
                System.err.printf(Locale.ROOT, "sidecore: latency, %s, fork %d of %d, up to %d s each%n",
                        plan.group().label(), fork, forks, plan.millis() / 1000);
                fork(kept);
            }
            take(kept);
        }
        List<LatencyResult> results = new ArrayList<>();
        for (long rate : plan.rates()) {
            for (Entrant entrant : plan.members()) {
                String key = Measurement.key(entrant.tag(), rate);
                results.add(new LatencyResult(plan.group().label(), entrant.name(), entrant.tag(), rate,
                        plan.processes(), Curve.of(latencies.get(key)), Curve.of(services.get(key)),
                        measured.get(key)));
                Path start = report.resolve(plan.group().label());
                HistogramFiles.writeDistribution(Path.of(start + "-" + key + ".hgrm"), latencies.get(key));
                HistogramFiles.writeDistribution(Path.of(start + "-" + key + "-service.hgrm"), services.get(key));
            }
        }
        return results;
    }

    /** {@return what measuring took in each fork, and what the idle CPUs lost; after the run} */
    public List<Overhead> overheads() {
        return List.copyOf(overheads);
    }

    private void fork(Path kept) throws IOException, InterruptedException {
        try (ForkFolder folder = ForkFolder.create("sidecore-latency-")) {
            Process process = new ProcessBuilder(LatencyFork.command(plan, folder.path()))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                if (process.waitFor() != 0) {
                    throw new CommandFailed(String.format(Locale.ROOT,
                            "a fork of latency, %s failed with code %d; what it said stands above",
                            plan.group().label(), process.exitValue()));
                }
            } finally {
                process.destroy();
            }
            keep(folder.path(), kept);
        }
    }

    /** Logs and facts of a fork, all or nothing, whenever this process is killed. */
    private void keep(Path folder, Path kept) throws IOException {
        Path part = Files.createTempDirectory(report, "part-");
        Files.copy(folder.resolve(Facts.FILE), part.resolve(Facts.FILE));
        for (long rate : plan.rates()) {
            for (String kind : KINDS) {
                Path log = Measurement.log(folder, kind, rate);
                Files.copy(log, part.resolve(log.getFileName()));
            }
        }
        Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
    }

    private void take(Path folder) throws IOException {
        Facts facts = Facts.read(folder);
        overheads.add(new Overhead(facts.real("cost.clock"), facts.real("cost.record"),
                facts.number("idle.application.p999"), facts.number("idle.application.max"),
                facts.number("idle.other.p999"), facts.number("idle.other.max")));
        for (long rate : plan.rates()) {
            Map<String, Histogram> latency = HistogramFiles.sums(Measurement.log(folder, KINDS.get(0), rate));
            Map<String, Histogram> service = HistogramFiles.sums(Measurement.log(folder, KINDS.get(1), rate));
            Map<String, Histogram> gaps = HistogramFiles.sums(Measurement.log(folder, KINDS.get(2), rate));
            for (Entrant entrant : plan.members()) {
                String tag = entrant.tag();
                String key = Measurement.key(tag, rate);
                latencies.computeIfAbsent(key, unseen -> Histograms.empty()).add(latency.get(tag));
                services.computeIfAbsent(key, unseen -> Histograms.empty()).add(service.get(tag));
                measured.computeIfAbsent(key, unseen -> new ArrayList<>())
                        .add(Cell.read(facts, key, rate, latency.get(tag), service.get(tag), gaps.get(tag)));
            }
        }
    }
}
