package io.sidecore.bench.latency;

import io.sidecore.bench.latency.fork.LatencyPlan;
import io.sidecore.bench.latency.fork.LatencyRun;
import io.sidecore.bench.latency.result.LatencyResult;
import io.sidecore.bench.latency.result.Overhead;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups of a run and what they have measured.
 *
 * @param results   by group, rate and contender
 * @param overheads of each fork
 * @param failures  of groups, by name, and why; the others go on
 */
public record LatencySuite(List<LatencyResult> results, List<Overhead> overheads, Map<String, String> failures) {
    /** Copies the lists. */
    public LatencySuite {
        results = List.copyOf(results);
        overheads = List.copyOf(overheads);
        failures = new LinkedHashMap<>(failures);
    }

    /**
     * Runs groups one after the other.
     *
     * @param plans  of each group
     * @param forks  JVMs of each group
     * @param folder for logs and distributions; forks that it holds already are not run again
     * @return what was measured
     * @throws IOException          if files cannot be written
     * @throws InterruptedException if interrupted
     */
    public static LatencySuite run(List<LatencyPlan> plans, int forks, Path folder)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<LatencyResult> results = new ArrayList<>();
        List<Overhead> overheads = new ArrayList<>();
        Map<String, String> failures = new LinkedHashMap<>();
        for (LatencyPlan plan : plans) {
            LatencyRun run = new LatencyRun(plan, forks, folder);
            try {
                results.addAll(run.run());
                overheads.addAll(run.overheads());
            } catch (CommandFailed e) {
                System.err.println("sidecore: latency, " + plan.group().label() + " is given up: " + e.getMessage());
                failures.put("latency " + plan.group().label(), e.getMessage());
            }
        }
        return new LatencySuite(results, overheads, failures);
    }

    /** {@return the results of each group and rate, in their order} */
    public List<List<LatencyResult>> tables() {
        List<List<LatencyResult>> tables = new ArrayList<>();
        for (LatencyResult result : results) {
            if (tables.isEmpty() || !isWith(tables.getLast().getFirst(), result)) {
                tables.add(new ArrayList<>());
            }
            tables.getLast().add(result);
        }
        return tables;
    }

    private static boolean isWith(LatencyResult one, LatencyResult other) {
        return one.rate() == other.rate() && one.group().equals(other.group());
    }
}
