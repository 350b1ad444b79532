package io.sidecore.bench.calls.batch;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.tools.report.Axis;
import io.sidecore.tools.report.Plot;
import io.sidecore.tools.report.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The curves, as multiples of a direct call, with those of figure 10 of the paper beside them, read off its plot. */
final class Figure10 {
    static final int[] BATCHES = {1, 2, 4, 8, 16, 32, 64};

    /** Nanoseconds a call, on the paper's machine. */
    private static final double PAPER_DIRECT = 56;
    private static final double[] PAPER_SAME_CORE = {80, 52, 38, 34, 27, 24, 24};
    private static final double[] PAPER_ASLEEP = {642, 543, 321, 176, 130, 71, 44};

    private Figure10() {}

    static List<String> lines(ExperimentResult result) {
        List<String> lines = new ArrayList<>();
        lines.add("Multiples of a direct call, by batch; the paper's curves are read off its figure 10.");
        lines.add(line("", IntStream.of(BATCHES).mapToObj(Integer::toString).toList(), "cheaper than direct"));
        for (Executor executor : Executor.values()) {
            lines.add(curve(executor + ", here", measured(result, executor)));
            switch (executor) {
                case SAME_CORE -> lines.add(curve(executor + ", FlexSC", paper(PAPER_SAME_CORE)));
                case ASLEEP -> lines.add(curve(executor + ", FlexSC", paper(PAPER_ASLEEP)));
                case SPINNING -> {
                    // The paper has no such curve.
                }
            }
        }
        return lines;
    }

    private static double[] measured(ExperimentResult result, Executor executor) {
        return IntStream.of(BATCHES)
                .mapToDouble(batch -> result.ratio(executor.entrant(batch), BatchRig.DIRECT).median()).toArray();
    }

    private static double[] paper(double[] nanos) {
        return Arrays.stream(nanos).map(each -> each / PAPER_DIRECT).toArray();
    }

    static Plot plot(ExperimentResult result) {
        double[] batches = IntStream.of(BATCHES).asDoubleStream().toArray();
        List<Series> lines = new ArrayList<>();
        for (Executor executor : Executor.values()) {
            lines.add(Series.of(executor + ", here", batches, measured(result, executor)));
        }
        lines.add(Series.of(Executor.SAME_CORE + ", FlexSC", batches, paper(PAPER_SAME_CORE)).asQuoted());
        lines.add(Series.of(Executor.ASLEEP + ", FlexSC", batches, paper(PAPER_ASLEEP)).asQuoted());
        return new Plot("Cost of a getppid by batch, as multiples of a direct call; dashed: FlexSC, figure 10",
                Axis.logarithmic("calls in a batch"), Axis.logarithmic("multiples of a direct call"), lines);
    }

    /** The smallest batch from which on a call costs less than a direct one. */
    static OptionalInt breakEven(double[] multiples) {
        int from = BATCHES.length;
        while (from > 0 && multiples[from - 1] < 1) {
            from--;
        }
        return from == BATCHES.length ? OptionalInt.empty() : OptionalInt.of(BATCHES[from]);
    }

    private static String curve(String name, double[] multiples) {
        OptionalInt from = breakEven(multiples);
        return line(name,
                Arrays.stream(multiples).mapToObj(each -> String.format(Locale.ROOT, "%.2f", each)).toList(),
                from.isPresent() ? "from a batch of " + from.getAsInt() : "not up to " + BATCHES[BATCHES.length - 1]);
    }

    private static String line(String name, List<String> cells, String end) {
        return String.format("%-30s", name)
                + cells.stream().map(cell -> String.format("%7s", cell)).collect(Collectors.joining()) + "   " + end;
    }
}
