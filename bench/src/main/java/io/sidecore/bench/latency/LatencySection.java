package io.sidecore.bench.latency;

import io.sidecore.bench.latency.result.Curve;
import io.sidecore.bench.latency.result.LatencyResult;
import io.sidecore.bench.report.Spread;
import io.sidecore.tools.report.Axis;
import io.sidecore.tools.report.HtmlPage;
import io.sidecore.tools.report.Plot;
import io.sidecore.tools.report.Series;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Latencies at fixed rates as a section of a page, and as a part of results.json. */
public final class LatencySection {
    private static final double MICROS = 1000;
    /** Percentiles that two runs are compared by. */
    private static final List<Double> COMPARED = List.of(50.0, 99.0);

    private LatencySection() {}

    /**
     * Adds the section: for each group and rate a plot of percentiles and a table.
     *
     * @param page  to add to
     * @param suite what was measured
     */
    public static void add(HtmlPage page, LatencySuite suite) {
        page.add(
                "<h2>latency</h2>\n<p>Messages and calls at fixed rates, from the moment each was meant to be sent. To the right of 99&nbsp;% "
                        + "it is often the machine that is shown: compare the gaps of the sender's own loop.</p>\n<div class=\"plots\">\n");
        suite.tables().forEach(table -> page.add(plot(table).html()));
        page.add("</div>\n");
        suite.tables().forEach(table -> table(page, table));
    }

    private static String title(LatencyResult first) {
        return String.format(Locale.ROOT, "%s%s, %,d a second", first.group(),
                first.processes() ? " between processes" : "", first.rate());
    }

    /** Each further nine takes equal room: the axis is in the distance to all messages. */
    private static Plot plot(List<LatencyResult> table) {
        return new Plot(title(table.getFirst()),
                Axis.logarithmic("percentile").with(LatencySection::percentile),
                Axis.logarithmic("latency, µs"),
                table.stream().map(result -> new Series(result.contender() + (result.missed() ? " (missed)" : ""),
                        result.latency().points().stream().filter(point -> point.percentile() < 100)
                                .map(point -> new Series.Point(100 / (100 - point.percentile()),
                                        point.nanos() / MICROS))
                                .toList(),
                        result.missed())).toList());
    }

    private static String percentile(double distance) {
        double percentile = 100 - 100 / distance;
        return String.format(Locale.ROOT, "%s %%",
                Double.toString(Math.round(percentile * 1e5) / 1e5).replaceFirst("\\.0$", ""));
    }

    private static void table(HtmlPage page, List<LatencyResult> table) {
        page.add("<h3>" + HtmlPage.escape(title(table.getFirst()))
                + "</h3>\n<div class=\"table\"><table><tr><th>&micro;s</th>");
        Curve.QUOTED.forEach(percentile -> page.add("<th class=\"number\">"
                + (percentile == 100 ? "max" : Double.toString(percentile).replaceFirst("\\.0$", "") + " %")
                + "</th>"));
        page.add("<th class=\"number\">gaps 99.9 %</th><th>rate</th></tr>\n");
        for (LatencyResult result : table) {
            page.add("<tr><td>" + HtmlPage.escape(result.contender()) + "</td>");
            Curve.QUOTED.forEach(percentile -> page.add("<td class=\"number\">"
                    + micros(result.latency().nanosAt(percentile)) + "</td>"));
            long gaps = result.forks().stream().mapToLong(fork -> fork.hiccups().p999Nanos()).max().orElse(0);
            page.add(String.format(Locale.ROOT, "<td class=\"number\">%s</td><td class=\"%s\">%s%s</td></tr>%n",
                    micros(gaps), result.missed() ? "bad" : "good",
                    result.missed() ? String.format(Locale.ROOT, "missed: %,.0f", result.achieved()) : "kept",
                    result.settled() ? "" : ", <span class=\"faint\">not settled</span>"));
        }
        page.add("</table></div>\n");
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, nanos < 100_000 ? "%,.2f" : "%,.0f", nanos / MICROS);
    }

    /**
     * The latencies for results.json.
     *
     * @param suite what was measured
     * @return one map for each contender at each rate
     */
    public static List<Map<String, Object>> json(LatencySuite suite) {
        return suite.tables().stream().flatMap(table -> table.stream().map(result -> json(result, table.getFirst())))
                .toList();
    }

    private static Map<String, Object> json(LatencyResult result, LatencyResult first) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("group", result.group());
        map.put("contender", result.contender());
        map.put("rate", result.rate());
        map.put("processes", result.processes());
        map.put("achieved", result.achieved());
        map.put("missed", result.missed());
        map.put("missed_by_fork", result.forks().stream().map(fork -> fork.sending().missed()).toList());
        map.put("settled", result.settled());
        map.put("mean_lateness_ns", result.forks().stream().map(fork -> fork.sending().meanLatenessNanos()).toList());
        Map<String, Object> percentiles = new LinkedHashMap<>();
        Map<String, Object> service = new LinkedHashMap<>();
        for (double percentile : Curve.QUOTED) {
            percentiles.put(Double.toString(percentile), result.latency().nanosAt(percentile));
            service.put(Double.toString(percentile), result.service().nanosAt(percentile));
        }
        map.put("latency_ns", percentiles);
        map.put("service_ns", service);
        Map<String, Object> ratios = new LinkedHashMap<>();
        for (double percentile : COMPARED) {
            double[] forks = result.ratios(first, percentile);
            Map<String, Object> ratio = new LinkedHashMap<>();
            ratio.put("median", forks.length == 0 ? null : Spread.median(forks));
            ratio.put("forks", Arrays.stream(forks).boxed().toList());
            ratios.put(Double.toString(percentile), ratio);
        }
        map.put("to_first", ratios);
        map.put("gaps_p999_ns", result.forks().stream().map(fork -> fork.hiccups().p999Nanos()).toList());
        map.put("bytes_per_message", result.forks().stream().map(fork -> fork.bytesPerMessage()).toList());
        return map;
    }
}
