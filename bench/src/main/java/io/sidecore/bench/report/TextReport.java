package io.sidecore.bench.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables on standard output. */
public final class TextReport {
    private static final int NAME = 46;

    private static final double SMALL_RATIO = 0.1;

    private final PrintWriter out;
    private final List<Distance> distances;

    /**
     * A report.
     *
     * @param out       where to print
     * @param distances that the CPUs had from each other; where there are several, each has its own ratios
     */
    public TextReport(PrintWriter out, List<Distance> distances) {
        this.out = out;
        this.distances = distances.size() > 1 ? List.copyOf(distances) : List.of();
    }

    /**
     * Prints a family's contenders.
     *
     * @param family what was measured
     */
    public void contenders(ExperimentResult family) {
        String floor = family.contenders().getFirst();
        out.printf(Locale.ROOT, "%n%s; %d fork%s of %d rounds%n", family.title(), family.forks().size(),
                family.forks().size() == 1 ? "" : "s", family.forks().getFirst().nanos()[0].length);
        if (!family.remark().isEmpty()) {
            out.println(family.remark());
        }
        if (family.isDisturbed()) {
            out.printf(Locale.ROOT,
                    "Not for quoting: others had the CPUs of the measuring threads for %.1f %% of the time.%n",
                    family.waitedPercent());
        }
        out.printf(Locale.ROOT, "%-" + NAME + "s %9s %17s %9s %13s %9s  %s%n", "", "ns", "p10..p90", "x first",
                "p10..p90", "B/op", "x first, by fork");
        for (String name : family.contenders()) {
            Spread nanos = family.nanos(name).spread();
            ExperimentResult.Figure ratio = family.ratio(name, floor);
            out.printf(Locale.ROOT, "%-" + NAME + "s %9.1f %17s %9s %13s %9s  %s%n", name, nanos.median(),
                    String.format(Locale.ROOT, "%.1f..%.1f", nanos.p10(), nanos.p90()), ratio(ratio.median()),
                    range(ratio.spread()), number(family.bytes(name).median()), list(ratio.forks()));
        }
        family.missing().forEach((name, reason) -> out.printf(Locale.ROOT, "%-" + NAME + "s not available here: %s%n",
                name, reason));
        byDistance(family);
        family.notes().forEach(out::println);
        out.flush();
    }

    private void byDistance(ExperimentResult family) {
        Map<Distance, ExperimentResult> at = family.at(distances);
        if (at.isEmpty()) {
            return;
        }
        out.printf(
                "The host has moved the CPUs: the table above mixes distances, the one below does not. Of %d rounds, %d belong to none.%n",
                family.lines().count(), family.elsewhere(distances));
        out.printf("%-" + NAME + "s", "x first (interval, forks)");
        at.forEach((distance, there) -> out.printf(Locale.ROOT, " %28s", distance));
        out.println();
        for (String name : family.contenders()) {
            out.printf("%-" + NAME + "s", name);
            at.forEach((distance, there) -> out.printf(" %28s",
                    withInterval(there.ratio(name, family.contenders().getFirst()))));
            out.println();
        }
    }

    private static String withInterval(ExperimentResult.Figure figure) {
        Interval interval = figure.interval();
        int forks = figure.forks().size();
        return interval.isQuotable()
                ? String.format(Locale.ROOT, "%s (%s..%s, %d)", ratio(figure.median()), ratio(interval.low()),
                        ratio(interval.high()), forks)
                : String.format(Locale.ROOT, "%s (too few: %d)", ratio(figure.median()), forks);
    }

    /**
     * Prints targets beside what was measured.
     *
     * @param families what was measured
     */
    public void targets(List<ExperimentResult> families) {
        out.printf(Locale.ROOT, "%n%-21s %-60s %7s %8s %13s  %-12s %s%n", "target", "", "at most", "measured",
                "p10..p90", "verdict", "by fork");
        for (ExperimentResult family : families) {
            for (Target target : family.targets()) {
                ExperimentResult.Figure figure = family.figure(target);
                boolean known = !Double.isNaN(figure.median());
                boolean isRatio = target.measure() == Target.Measure.RATIO;
                out.printf(Locale.ROOT, "%-21s %-60s %7s %8s %13s  %-12s %s%n", family.name(), target.label(),
                        isRatio ? ratio(target.atMost()) : number(target.atMost()),
                        isRatio ? ratio(figure.median()) : number(figure.median()),
                        known ? range(figure.spread()) : "-", family.verdict(target), list(figure.forks()));
                if (target.measure() != Target.Measure.BYTES) {
                    family.at(distances).forEach((distance, there) -> at(distance, there, target));
                }
            }
        }
        out.flush();
    }

    private void at(Distance distance, ExperimentResult there, Target target) {
        ExperimentResult.Figure figure = there.figure(target);
        boolean isRatio = target.measure() == Target.Measure.RATIO;
        out.printf(Locale.ROOT, "%-21s %-60s %7s %8s %13s  %-12s %s%n", "", "  " + distance, "",
                isRatio ? ratio(figure.median()) : number(figure.median()), range(figure.spread()),
                figure.interval().isQuotable() ? there.verdict(target) : "too few forks", list(figure.forks()));
    }

    /** To the hundredth, or a dash for what was not measured. */
    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    /** To the hundredth, or small ones to three digits. */
    private static String ratio(double value) {
        return value > 0 && value < SMALL_RATIO ? String.format(Locale.ROOT, "%.4f", value) : number(value);
    }

    private static String range(Spread spread) {
        return ratio(spread.p10()) + ".." + ratio(spread.p90());
    }

    private static String list(List<Double> values) {
        return values.stream().map(TextReport::ratio).collect(Collectors.joining(" "));
    }
}
