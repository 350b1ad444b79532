package io.sidecore.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All figures as JSON, in the form that {@code docs/results.md} describes. With every round of every fork, so that other ratios can be taken later. */
public final class JsonReport {
    /** Raised when a reader of the last form would misread the next. */
    public static final int SCHEMA = 1;

    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping()
            .create();

    private JsonReport() {}

    /**
     * Writes the report.
     *
     * @param file    where to; replaced if it exists
     * @param run     what was asked for
     * @param machine facts
     * @param results what was measured
     * @param latency at fixed rates, or nothing
     * @throws IOException if that fails
     */
    public static void write(Path file, Map<String, Object> run, Map<String, Object> machine,
            List<ExperimentResult> results, List<Map<String, Object>> latency) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", SCHEMA);
        all.put("run", run);
        all.put("machine", machine);
        all.put("experiments", results.stream().map(JsonReport::experiment).toList());
        all.put("latency", latency);
        Files.writeString(file, GSON.toJson(all) + "\n");
    }

    private static Map<String, Object> experiment(ExperimentResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", result.name());
        map.put("title", result.title());
        map.put("remark", result.remark());
        map.put("waited_percent", finite(result.waitedPercent()));
        map.put("for_quoting", !result.isDisturbed());
        map.put("line_ns", result.forks().stream().map(fork -> rounds(fork.lineNanos())).toList());
        map.put("contenders", result.contenders().stream().map(name -> contender(result, name)).toList());
        map.put("not_available", result.missing());
        map.put("notes", result.notes());
        map.put("targets", result.targets().stream().map(target -> target(result, target)).toList());
        return map;
    }

    private static Map<String, Object> contender(ExperimentResult result, String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("ns", figure(result.nanos(name)));
        map.put("to_first", figure(result.ratio(name, result.contenders().getFirst())));
        map.put("bytes_per_op", figure(result.bytes(name)));
        map.put("rounds_ns", result.forks().stream().map(fork -> rounds(fork.of(name))).toList());
        return map;
    }

    private static List<Double> rounds(double[] nanos) {
        return Arrays.stream(nanos).mapToObj(JsonReport::finite).toList();
    }

    private static Map<String, Object> target(ExperimentResult result, Target target) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("label", target.label());
        map.put("contender", target.contender());
        map.put("peers", target.peers());
        map.put("unit", target.measure().unit());
        map.put("at_most", target.atMost());
        map.put("measured", figure(result.figure(target)));
        map.put("verdict", result.verdict(target).toString());
        return map;
    }

    private static Map<String, Object> figure(ExperimentResult.Figure figure) {
        Interval interval = figure.interval();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("median", finite(figure.median()));
        map.put("low", finite(interval.low()));
        map.put("high", finite(interval.high()));
        map.put("coverage", interval.coverage());
        map.put("p10", finite(figure.spread().p10()));
        map.put("p90", finite(figure.spread().p90()));
        map.put("forks", figure.forks().stream().map(JsonReport::finite).toList());
        return map;
    }

    /** JSON has no form for other numbers. Six digits are more than any figure holds. */
    private static Double finite(double number) {
        return Double.isFinite(number)
                ? (Double) new java.math.BigDecimal(number).round(new java.math.MathContext(6)).doubleValue()
                : null;
    }
}
