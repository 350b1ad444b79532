package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.tools.report.Axis;
import io.sidecore.tools.report.Plot;
import io.sidecore.tools.report.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Time per message over the size of messages and of batches, from results that differ in these. */
public final class Curves {
    private static final String SIZES = "ring." + ThroughputRig.NAME + "-";
    private static final String BURSTS = "ring." + BurstsRig.NAME + "-";

    /** More lines than these cannot be told apart. */
    private static final List<String> SHOWN = List.of(ThroughputRig.AGRONA_1_1, ThroughputRig.AGRONA_N_1,
            ThroughputRig.JCTOOLS, "Disruptor single producer", ThroughputRig.ONE_BY_ONE, "SpscRing batches",
            ThroughputRig.MPSC, "LaneRing, one lane");

    private Curves() {}

    /**
     * Draws what there is.
     *
     * @param results of a run
     * @return plots, or none if no two sizes were measured
     */
    public static List<Plot> of(List<ExperimentResult> results) {
        List<Plot> plots = new ArrayList<>();
        add(plots, results, SIZES, "Throughput by size of message", "bytes of a message", SHOWN::contains);
        add(plots, results, BURSTS, "SpscRing by batch, peers one by one or in such batches", "messages in a batch",
                name -> true);
        return plots;
    }

    private static void add(List<Plot> plots, List<ExperimentResult> results, String prefix, String title,
            String axis, Predicate<String> shown) {
        Map<String, List<Series.Point>> lines = new LinkedHashMap<>();
        int sizes = 0;
        for (ExperimentResult result : results) {
            if (result.name().startsWith(prefix)) {
                sizes++;
                double size = Double.parseDouble(result.name().substring(prefix.length()));
                for (String contender : result.contenders()) {
                    // A batch's contenders have its size in their names.
                    String line = contender.replaceFirst(" of \\d+$", "");
                    if (shown.test(line)) {
                        lines.computeIfAbsent(line, key -> new ArrayList<>())
                                .add(new Series.Point(size, result.nanos(contender).median()));
                    }
                }
            }
        }
        if (sizes > 1) {
            plots.add(new Plot(title, Axis.logarithmic(axis), Axis.logarithmic("ns per message"),
                    lines.entrySet().stream().map(line -> new Series(line.getKey(), line.getValue(), false)).toList()));
        }
    }
}
