package io.sidecore.bench.calls.entries;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.tools.report.Axis;
import io.sidecore.tools.report.Plot;
import io.sidecore.tools.report.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Throughput by entries, as shares of that with the most, with the curve of figure 16 of the paper beside it. */
final class Figure16 {
    static final int[] ENTRIES = {16, 32, 64, 128, 256, 512};

    /** Apache on one core, thousands of requests a second; flat from the last on. */
    private static final int[] PAPER_ENTRIES = {64, 128, 192, 256};
    private static final double[] PAPER_THOUSANDS = {7.2, 11.8, 18.4, 20.2};

    private Figure16() {}

    static List<String> lines(ExperimentResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Throughput in percent of that with the most entries; the paper's is of requests of Apache on one core.");
        lines.add(line("", ENTRIES, Integer::toString));
        for (Mix mix : Mix.values()) {
            String most = mix.entrant(ENTRIES[ENTRIES.length - 1]);
            lines.add(line(mix + ", here", ENTRIES,
                    entries -> percent(result.ratio(most, mix.entrant(entries)).median())));
        }
        lines.add(line("", PAPER_ENTRIES, Integer::toString) + "  more");
        lines.add(line("FlexSC", PAPER_ENTRIES, Figure16::paper) + "  flat");
        return lines;
    }

    static Plot plot(ExperimentResult result) {
        List<Series> lines = new ArrayList<>();
        for (Mix mix : Mix.values()) {
            String most = mix.entrant(ENTRIES[ENTRIES.length - 1]);
            lines.add(Series.of(mix + ", here", IntStream.of(ENTRIES).asDoubleStream().toArray(), IntStream.of(ENTRIES)
                    .mapToDouble(entries -> 100 * result.ratio(most, mix.entrant(entries)).median()).toArray()));
        }
        lines.add(Series.of("Apache, FlexSC", IntStream.of(PAPER_ENTRIES).asDoubleStream().toArray(),
                Arrays.stream(PAPER_THOUSANDS).map(each -> 100 * each / PAPER_THOUSANDS[PAPER_THOUSANDS.length - 1])
                        .toArray())
                .asQuoted());
        return new Plot("Throughput by entries of a page; dashed: FlexSC, figure 16", Axis.logarithmic("entries"),
                Axis.linear("percent of the throughput with most"), lines);
    }

    private static String paper(int entries) {
        return percent(PAPER_THOUSANDS[Arrays.binarySearch(PAPER_ENTRIES, entries)]
                / PAPER_THOUSANDS[PAPER_THOUSANDS.length - 1]);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f", 100 * share);
    }

    private static String line(String name, int[] entries, java.util.function.IntFunction<String> cell) {
        return String.format("%-24s", name) + IntStream.of(entries).mapToObj(cell)
                .map(text -> String.format("%6s", text)).collect(Collectors.joining());
    }
}
