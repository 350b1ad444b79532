package io.sidecore.bench.latency.result;

import io.sidecore.bench.report.Spread;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/** Prints results as tables, one a group and rate. One thread. */
public final class LatencyTable {
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double MICROS = 1e3;
    private static final double MILLIS = 1e6;

    private final PrintWriter out;

    /**
     * Tables.
     *
     * @param out where to
     */
    public LatencyTable(PrintWriter out) {
        this.out = out;
    }

    /**
     * Prints the contenders of one group at one rate.
     *
     * @param rows the first is what ratios are taken to
     */
    public void rate(List<LatencyResult> rows) {
        LatencyResult base = rows.getFirst();
        out.printf(Locale.ROOT, "%n%s, %s, %,d messages/s: latency from the intended sending, in µs%n", base.group(),
                base.group().equals("calls")
                        ? "64 bytes to one place of a file"
                        : base.processes()
                                ? "32 bytes there and back between two processes"
                                : "32 bytes there and back between two threads",
                base.rate());
        out.printf("%-28s %9s %9s %9s %9s %9s %9s  %-22s %-22s %11s%n", "", "p50", "p90", "p99", "p99.9", "p99.99",
                "max", "p50 to the first", "p99 to the first", "achieved/s");
        for (LatencyResult row : rows) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-28s", row.contender()));
            for (double percentile : Curve.QUOTED) {
                line.append(String.format(Locale.ROOT, " %9s", micros(row, percentile)));
            }
            line.append(String.format(Locale.ROOT, "  %-22s %-22s %,11.0f", ratio(row, base, P50),
                    ratio(row, base, P99), row.achieved()));
            out.println(line.append(notes(row)));
        }
        out.printf("%-28s %9s %9s %9s  %9s %9s %9s %10s %9s %9s%n", "  beside it", "service50", "service99", "max",
                "gaps99.9", "gaps max", "in gaps", "waited", "stolen", "warm-up");
        rows.forEach(this::beside);
        out.flush();
    }

    /** A figure of a missed rate is in brackets: it says more of how long it was tried than of the contender. */
    private static String micros(LatencyResult row, double percentile) {
        String text = micros(row.latency().nanosAt(percentile));
        return row.missed() ? "(" + text + ")" : text;
    }

    private void beside(LatencyResult row) {
        out.printf(Locale.ROOT, "%-28s %9s %9s %9s  %9s %9s %7.2f %% %7.1f ms %6.0f ms %9s%n", "  " + row.contender(),
                micros(row.service().nanosAt(P50)), micros(row.service().nanosAt(P99)),
                micros(row.service().maxNanos()), micros(most(row, hiccups -> hiccups.p999Nanos())),
                micros(most(row, Hiccups::maxNanos)), most(row, Hiccups::lostPercent),
                most(row, hiccups -> hiccups.waitedNanos() / MILLIS), most(row, hiccups -> 10 * hiccups.stolenTicks()),
                row.forks().stream().mapToInt(ForkLatency::warmUpWindows).max().getAsInt() + " w");
    }

    private static double most(LatencyResult row, ToDoubleFunction<Hiccups> value) {
        return row.forks().stream().map(ForkLatency::hiccups).mapToDouble(value).max().getAsDouble();
    }

    private static String ratio(LatencyResult row, LatencyResult base, double percentile) {
        double[] ratios = row.ratios(base, percentile);
        return ratios.length == 0
                ? "-"
                : String.format(Locale.ROOT, "%.2f [%.2f-%.2f]", Spread.median(ratios),
                        Arrays.stream(ratios).min().getAsDouble(), Arrays.stream(ratios).max().getAsDouble());
    }

    private static String notes(LatencyResult row) {
        StringJoiner notes = new StringJoiner("; ", "  ", "").setEmptyValue("");
        if (row.missed()) {
            notes.add(String.format(Locale.ROOT, "missed: achieved %,.0f of %,d messages/s", row.achieved(),
                    row.rate()));
        }
        if (!row.settled()) {
            notes.add("not settled");
        }
        double bytes = row.forks().stream().mapToDouble(ForkLatency::bytesPerMessage).max().getAsDouble();
        // Less is a JVM that now and then gives up compiled code.
        if (bytes >= 0.005) {
            notes.add(String.format(Locale.ROOT, "%.2f B/message", bytes));
        }
        return notes.toString();
    }

    private static String micros(double nanos) {
        return String.format(Locale.ROOT, nanos < 100 * MICROS ? "%.2f" : "%.0f", nanos / MICROS);
    }

    /**
     * Prints what measuring took, and the idle CPUs: the medians of all forks.
     *
     * @param forks one or more
     */
    public void overhead(List<Overhead> forks) {
        out.printf(Locale.ROOT,
                "%nA look at the clock takes %.0f ns, recording a message %.1f ns, behind its last look. Percentiles of service: from the actual "
                        + "sending.%nGaps: looks at the clock by the sender's loop more than 1 µs apart, its own calls included; most of any fork. "
                        + "Idle CPUs: p99.9 %s and %s µs, max %s and %s µs.%n",
                median(forks, Overhead::clockNanos), median(forks, Overhead::recordNanos),
                micros(median(forks, Overhead::applicationP999Nanos)), micros(median(forks, Overhead::otherP999Nanos)),
                micros(median(forks, Overhead::applicationMaxNanos)), micros(median(forks, Overhead::otherMaxNanos)));
        out.flush();
    }

    private static double median(List<Overhead> forks, ToDoubleFunction<Overhead> value) {
        return Spread.median(forks.stream().mapToDouble(value).toArray());
    }
}
