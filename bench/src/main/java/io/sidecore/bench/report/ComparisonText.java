package io.sidecore.bench.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A comparison of two runs as a table. */
public final class ComparisonText {
    private static final int NAME = 62;

    private final PrintWriter out;

    /**
     * A table.
     *
     * @param out where to print
     */
    public ComparisonText(PrintWriter out) {
        this.out = out;
    }

    /**
     * Prints what has changed, and a line that sums up.
     *
     * @param comparison of two runs
     * @param all        whether to print what is as before, too
     */
    public void print(Comparison comparison, boolean all) {
        comparison.differences().forEach(difference -> out.println("Not the same in both runs: " + difference));
        List<Comparison.Row> shown = comparison.rows().stream()
                .filter(row -> all || row.change() == Comparison.Change.MORE || row.change() == Comparison.Change.LESS)
                .toList();
        if (!shown.isEmpty()) {
            out.printf("%-" + NAME + "s %-20s %22s %22s %8s %7s  %s%n", "", "", "before", "after", "", "chance", "");
        }
        for (Comparison.Row row : shown) {
            out.printf(Locale.ROOT, "%-" + NAME + "s %-20s %22s %22s %8s %7.4f  %s%n",
                    row.experiment() + ": " + row.contender(), row.unit(), range(row.before()), range(row.after()),
                    Double.isFinite(row.percent()) ? String.format(Locale.ROOT, "%+.0f %%", row.percent()) : "",
                    row.chance(), row.change());
        }
        list("only in the first run", comparison.onlyBefore());
        list("only in the second run", comparison.onlyAfter());
        out.printf(Locale.ROOT, "%d figures in both runs: %d more, %d less, %d as before%s%n", comparison.rows().size(),
                count(comparison, Comparison.Change.MORE), count(comparison, Comparison.Change.LESS),
                count(comparison, Comparison.Change.NONE),
                count(comparison, Comparison.Change.UNKNOWN) == 0
                        ? ""
                        : String.format(Locale.ROOT,
                                ", %d of which nothing can be said: too few forks, or others had the CPUs",
                                count(comparison, Comparison.Change.UNKNOWN)));
        out.println(
                "More or less: forks lie as far apart by chance in one of 100 cases at most, so expect up to one of 100 figures here if nothing has changed.");
        out.flush();
    }

    private void list(String what, List<String> names) {
        if (!names.isEmpty()) {
            out.println(what + ": " + String.join("; ", names));
        }
    }

    private static long count(Comparison comparison, Comparison.Change change) {
        return comparison.rows().stream().filter(row -> row.change() == change).count();
    }

    private static String range(List<Double> forks) {
        Interval interval = Interval.of(forks);
        return String.format(Locale.ROOT, "%.3g (%.3g..%.3g)",
                Spread.median(forks), interval.low(),
                interval.high());
    }
}
