package io.sidecore.bench.report;

import io.sidecore.tools.report.HtmlPage;
import io.sidecore.tools.report.Plot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A run as one page: targets and verdicts first, then tables and curves by family, then the machine. */
public final class HtmlReport {
    private static final String STYLE = """
            .bar { position: relative; height: 1.1rem; min-width: 9rem; } .bar div { position: absolute; }
            .bar .fill { background: var(--c0); opacity: .75; height: 70%; top: 15%; left: 0; min-width: 1px; }
            .bar .first { background: var(--faint); } .bar .whisker { border-top: 2px solid currentColor; top: 50%; min-width: 1px; }
            pre { overflow-x: auto; font-size: .85rem; } .warning { border-left: 4px solid var(--bad); padding-left: .8rem; }
            td:first-child { min-width: 7rem; }
            @media (max-width: 40rem) { .wide { display: none; } th, td { padding: .3rem .25rem; font-size: .9rem; } td.good, td.bad, td.faint { overflow-wrap: normal; } }
            small a { color: inherit; }
            """;
    private static final double SMALL = 0.1;
    private static final double LARGE = 1000;

    private final HtmlPage page;
    private final List<Distance> distances;

    /**
     * A page.
     *
     * @param headline on top
     * @param run      what was asked for, in a sentence
     * @param quotable whether there are enough forks to quote figures
     * @param distances that the CPUs had from each other; where there are several, each has its own ratios
     */
    public HtmlReport(String headline, String run, boolean quotable, List<Distance> distances) {
        this.distances = distances.size() > 1 ? List.copyOf(distances) : List.of();
        page = new HtmlPage(headline, STYLE, headline);
        page.add("<p>" + HtmlPage.escape(run) + "</p>\n");
        if (!quotable) {
            page.add(
                    "<p class=\"warning\">Not for quoting: a figure has an interval only with five forks or more.</p>\n");
        }
        if (!this.distances.isEmpty()) {
            page.add("<p class=\"warning\">The host has moved this machine's CPUs: a line there and back took "
                    + this.distances.stream().map(distance -> number(distance.median()))
                            .collect(Collectors.joining(" or "))
                    + " ns. Ratios differ with that, so each distance has its own; those over all rounds are a mixture.</p>\n");
        }
    }

    /**
     * What could not be measured.
     *
     * @param failures by name, and why
     */
    public void failures(Map<String, String> failures) {
        failures.forEach((name, reason) -> page.add("<p class=\"warning\">Failed: " + HtmlPage.escape(name) + ": "
                + HtmlPage.escape(reason) + "</p>\n"));
    }

    /**
     * What was aimed at, beside what was measured.
     *
     * @param results of the run
     */
    public void targets(List<ExperimentResult> results) {
        page.add("<h2>Targets</h2>\n");
        targets(results, target -> target.measure() != Target.Measure.BYTES);
        page.add(
                "<p class=\"faint\">Measured is the median of the forks. The interval holds the median of more forks with the probability "
                        + "that their number allows: 94&nbsp;% of five. No verdict: others had the CPUs meanwhile.</p>\n");
        long met = results.stream().flatMap(result -> result.targets().stream()
                .filter(target -> target.measure() == Target.Measure.BYTES)
                .filter(target -> result.verdict(target) == Target.Verdict.MET)).count();
        long all = results.stream().flatMap(result -> result.targets().stream())
                .filter(target -> target.measure() == Target.Measure.BYTES).count();
        if (all > 0) {
            page.add(
                    String.format(Locale.ROOT,
                            "<details%s><summary>No memory allocated for an operation: %d of %d met</summary>%n",
                            met < all ? " open" : "", met, all));
            targets(results, target -> target.measure() == Target.Measure.BYTES);
            page.add("</details>\n");
        }
    }

    private void targets(List<ExperimentResult> results, Predicate<Target> shown) {
        page.add("<div class=\"table\"><table><tr><th></th><th class=\"number\">at most</th>"
                + "<th class=\"number\">measured</th><th class=\"number wide\">interval</th><th>verdict</th></tr>\n");
        for (ExperimentResult result : results) {
            result.targets().stream().filter(shown).forEach(target -> target(result, target));
        }
        page.add("</table></div>\n");
    }

    private void target(ExperimentResult result, Target target) {
        ExperimentResult.Figure figure = result.figure(target);
        Target.Verdict verdict = result.verdict(target);
        String colour = switch (verdict) {
            case MET -> "good";
            case MISSED -> "bad";
            case UNDECIDED, NOT_MEASURED -> "faint";
        };
        page.add(String.format(
                "<tr><td>%2$s <small><a href=\"#%1$s\">%1$s</a></small></td><td class=\"number\">%3$s</td><td class=\"number\">%4$s</td><td class=\"number wide\">%5$s</td><td class=\"%6$s\">%7$s</td></tr>%n",
                HtmlPage.escape(result.name()), HtmlPage.escape(target.label()), number(target.atMost()),
                number(figure.median()), interval(figure), colour, verdict));
        if (target.measure() != Target.Measure.BYTES) {
            result.at(distances).forEach((distance, there) -> at(distance, there, target));
        }
    }

    private void at(Distance distance, ExperimentResult there, Target target) {
        ExperimentResult.Figure figure = there.figure(target);
        page.add(String.format(
                "<tr class=\"faint\"><td>&emsp;%s, %d forks</td><td></td><td class=\"number\">%s</td><td class=\"number wide\">%s</td><td>%s</td></tr>%n",
                distance, figure.forks().size(), number(figure.median()), interval(figure),
                figure.interval().isQuotable() ? there.verdict(target) : "too few forks"));
    }

    private void byDistance(ExperimentResult result) {
        Map<Distance, ExperimentResult> at = result.at(distances);
        if (at.isEmpty()) {
            return;
        }
        page.add("<div class=\"table\"><table><tr><th>&times; first, by distance of the CPUs</th>");
        at.forEach((distance, there) -> page.add(String.format(
                "<th class=\"number\">%s</th><th class=\"number wide\">%d forks</th>", distance,
                there.forks().size())));
        page.add("</tr>\n");
        for (String name : result.contenders()) {
            page.add("<tr><td>" + HtmlPage.escape(name) + "</td>");
            at.forEach((distance, there) -> {
                ExperimentResult.Figure ratio = there.ratio(name, result.contenders().getFirst());
                page.add(String.format("<td class=\"number\">%s</td><td class=\"number wide\">%s</td>",
                        number(ratio.median()), interval(ratio)));
            });
            page.add("</tr>\n");
        }
        page.add(String.format("</table></div>%n<p class=\"faint\">Of %d rounds, %d belong to none.</p>%n",
                result.lines().count(), result.elsewhere(distances)));
    }

    /**
     * A family's curves and tables.
     *
     * @param name    of the family
     * @param about   what it is about
     * @param curves  over several of its experiments
     * @param results of its experiments
     */
    public void family(String name, String about, List<Plot> curves, List<ExperimentResult> results) {
        page.add("<h2>" + HtmlPage.escape(name) + "</h2>\n<p>" + HtmlPage.escape(about) + "</p>\n");
        plots(curves);
        results.forEach(this::experiment);
    }

    /**
     * A table with names of files.
     *
     * @param title above it
     * @param facts in two columns
     */
    public void facts(String title, Map<String, Object> facts) {
        page.add("<h2>" + HtmlPage.escape(title) + "</h2>\n<div class=\"table\"><table>\n");
        facts.forEach((name, value) -> page.add("<tr><th>" + HtmlPage.escape(name.replace('_', ' ')) + "</th><td>"
                + HtmlPage.escape(value instanceof Double number ? number(number) : String.valueOf(value))
                + "</td></tr>\n"));
        page.add("</table></div>\n");
    }

    /**
     * Writes the page.
     *
     * @param file replaced if it is there
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        page.write(file);
    }

    /** The page itself, for sections of other kinds. */
    public HtmlPage page() {
        return page;
    }

    private void plots(List<Plot> plots) {
        if (!plots.isEmpty()) {
            page.add("<div class=\"plots\">\n" + plots.stream().map(Plot::html).collect(Collectors.joining())
                    + "</div>\n");
        }
    }

    private void experiment(ExperimentResult result) {
        page.add(String.format("<h3 id=\"%1$s\">%2$s <small>%1$s</small></h3>%n", HtmlPage.escape(result.name()),
                HtmlPage.escape(result.title())));
        if (!result.remark().isEmpty()) {
            page.add("<p class=\"faint\">" + HtmlPage.escape(result.remark()) + "</p>\n");
        }
        if (result.isDisturbed()) {
            page.add(String.format(Locale.ROOT,
                    "<p class=\"warning\">Not for quoting: others had the CPUs of the measuring threads for %.1f&nbsp;%% of the time.</p>%n",
                    result.waitedPercent()));
        }
        List<String> names = result.contenders();
        double most = names.stream().mapToDouble(name -> result.nanos(name).median()).max().orElse(1);
        page.add(
                "<div class=\"table\"><table><tr><th></th><th class=\"wide\"></th><th class=\"number\">ns</th><th class=\"number wide\">p10..p90</th>"
                        + "<th class=\"number\">&times; first</th><th class=\"number wide\">interval</th><th class=\"number\">B/op</th></tr>\n");
        for (String name : names) {
            Spread nanos = result.nanos(name).spread();
            ExperimentResult.Figure ratio = result.ratio(name, names.getFirst());
            page.add(String.format(
                    "<tr><td>%s</td><td class=\"wide\">%s</td><td class=\"number\">%s</td><td class=\"number wide\">%s..%s</td><td class=\"number\">%s</td><td class=\"number wide\">%s</td><td class=\"number\">%s</td></tr>%n",
                    HtmlPage.escape(name), bar(nanos, most, name.equals(names.getFirst())), number(nanos.median()),
                    number(nanos.p10()), number(nanos.p90()), number(ratio.median()), interval(ratio),
                    number(result.bytes(name).median())));
        }
        result.missing().forEach((name, reason) -> page.add(String.format(
                "<tr><td>%s</td><td colspan=\"6\" class=\"faint\">not available here: %s</td></tr>%n",
                HtmlPage.escape(name), HtmlPage.escape(reason))));
        page.add("</table></div>\n");
        byDistance(result);
        if (!result.notes().isEmpty()) {
            page.add("<pre>" + HtmlPage.escape(String.join("\n", result.notes())) + "</pre>\n");
        }
        plots(result.plots());
    }

    /** The median as a bar and p10 to p90 as a line over it; what is longer than the table's longest bar is cut off. */
    private static String bar(Spread nanos, double most, boolean isFirst) {
        double from = share(nanos.p10(), most);
        return String.format(Locale.ROOT,
                "<div class=\"bar\"><div class=\"fill%s\" style=\"width:%.1f%%\"></div><div class=\"whisker\" style=\"left:%.1f%%;width:%.1f%%\"></div></div>",
                isFirst ? " first" : "", share(nanos.median(), most), from, share(nanos.p90(), most) - from);
    }

    private static double share(double value, double most) {
        return Math.clamp(100 * value / most, 0, 100);
    }

    private static String interval(ExperimentResult.Figure figure) {
        Interval interval = figure.interval();
        return !interval.isQuotable() ? "" : number(interval.low()) + ".." + number(interval.high());
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return Double.isNaN(value)
                ? "-"
                : String.format(Locale.ROOT,
                        size >= LARGE ? "%,.0f" : size >= 100 ? "%.1f" : size > 0 && size < SMALL ? "%.4f" : "%.2f",
                        value);
    }
}
