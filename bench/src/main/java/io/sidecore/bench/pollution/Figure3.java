package io.sidecore.bench.pollution;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.tools.report.Axis;
import io.sidecore.tools.report.Plot;
import io.sidecore.tools.report.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Loss by the distance of calls, with the curves of figure 3 of the paper beside it, read off its plots. */
final class Figure3 {
    /** From call to call. */
    static final int[] INTERVALS = {1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 500_000};

    /** Loss of user IPC in percent, by the intervals above. */
    private static final int[] XALAN = {66, 61, 48, 37, 27, 15, 12, 5};
    private static final int[] SPECJBB = {46, 34, 21, 17, 16, 14, 12, 2};

    private Figure3() {}

    /** {@return an interval in thousands} */
    static String text(int interval) {
        return interval / 1000 + "K";
    }

    static List<String> lines(ExperimentResult result, int[] intervals) {
        Loss[] losses = IntStream.of(intervals).mapToObj(interval -> loss(result, interval)).toArray(Loss[]::new);
        List<String> lines = new ArrayList<>();
        lines.add(
                "Loss of user speed in percent, by instructions from call to call; the paper's curves are of user IPC.");
        lines.add(line("", IntStream.of(intervals).mapToObj(Figure3::text).toList()));
        lines.add(measured("direct, here", losses, Loss::directPercent));
        lines.add(measured("off-loaded, here", losses, Loss::offLoadedPercent));
        lines.add(paper("direct, FlexSC, Xalan", XALAN, intervals));
        lines.add(paper("direct, FlexSC, SPECjbb", SPECJBB, intervals));
        lines.add(measured("won back by off-loading, percent", losses, Loss::wonBackPercent));
        int forks = result.forks().size();
        if (forks > 1) {
            List<List<Double>> wonBack = IntStream.of(intervals).mapToObj(interval -> wonBack(result, interval, forks))
                    .toList();
            lines.add(row("  least of " + forks + " forks", wonBack.stream().map(Collections::min)));
            lines.add(row("  most of " + forks + " forks", wonBack.stream().map(Collections::max)));
        }
        return lines;
    }

    static Plot plot(ExperimentResult result, String set, int[] intervals) {
        double[] xs = IntStream.of(intervals).asDoubleStream().toArray();
        Loss[] losses = IntStream.of(intervals).mapToObj(interval -> loss(result, interval)).toArray(Loss[]::new);
        return new Plot("Loss of user speed, " + set + "; dashed: FlexSC, figure 3",
                Axis.logarithmic("instructions from call to call"), Axis.linear("percent"),
                List.of(Series.of("direct", xs, Arrays.stream(losses).mapToDouble(Loss::directPercent).toArray()),
                        Series.of("off-loaded", xs,
                                Arrays.stream(losses).mapToDouble(Loss::offLoadedPercent).toArray()),
                        Series.of("Xalan, FlexSC", IntStream.of(INTERVALS).asDoubleStream().toArray(),
                                IntStream.of(XALAN).asDoubleStream().toArray()).asQuoted(),
                        Series.of("SPECjbb, FlexSC", IntStream.of(INTERVALS).asDoubleStream().toArray(),
                                IntStream.of(SPECJBB).asDoubleStream().toArray()).asQuoted()));
    }

    private static Loss loss(ExperimentResult result, int interval) {
        String none = Way.NONE.entrant(interval);
        return new Loss(result.ratio(Way.DIRECT.entrant(interval), none).median(),
                result.ratio(Way.OFF_LOADED.entrant(interval), none).median());
    }

    /** By fork; a single NaN if one of them has hardly any loss. */
    private static List<Double> wonBack(ExperimentResult result, int interval, int forks) {
        String none = Way.NONE.entrant(interval);
        List<Double> direct = result.ratio(Way.DIRECT.entrant(interval), none).forks();
        List<Double> offLoaded = result.ratio(Way.OFF_LOADED.entrant(interval), none).forks();
        List<Double> wonBack = IntStream.range(0, forks)
                .mapToObj(fork -> new Loss(direct.get(fork), offLoaded.get(fork)).wonBackPercent()).toList();
        return wonBack.stream().anyMatch(each -> each.isNaN()) ? List.of(Double.NaN) : wonBack;
    }

    private static String measured(String name, Loss[] losses, ToDoubleFunction<Loss> value) {
        return row(name, Arrays.stream(losses).mapToDouble(value).boxed());
    }

    private static String row(String name, Stream<Double> values) {
        return line(name,
                values.map(each -> each.isNaN() ? "-" : String.format(Locale.ROOT, "%.0f", each)).toList());
    }

    private static String paper(String name, int[] curve, int[] intervals) {
        return line(name, IntStream.of(intervals)
                .mapToObj(interval -> Integer.toString(curve[Arrays.binarySearch(INTERVALS, interval)])).toList());
    }

    private static String line(String name, List<String> cells) {
        return String.format("%-34s", name)
                + cells.stream().map(cell -> String.format("%6s", cell)).collect(Collectors.joining());
    }
}
