package io.sidecore.tools.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Lines over two axes, as SVG that takes its colours from the page around it: see {@link HtmlPage}.
 *
 * @param title  above it
 * @param x      the axis below it
 * @param y      the axis at its left
 * @param series one or more
 */
public record Plot(String title, Axis x, Axis y, List<Series> series) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;
    private static final int LEFT = 62;
    private static final int RIGHT = 30;
    private static final int TOP = 12;
    private static final int BOTTOM = 46;
    /** Points of lines with more are not marked one by one. */
    private static final int MOST_MARKS = 24;

    /** Copies the list. */
    public Plot {
        series = List.copyOf(series);
    }

    /** {@return the plot with its title and legend as HTML, or a sentence if there is no point} */
    public String html() {
        StringBuilder html = new StringBuilder("<figure><figcaption>").append(HtmlPage.escape(title))
                .append("</figcaption>\n");
        if (series.stream().flatMap(line -> line.points().stream()).noneMatch(Series.Point::isFinite)) {
            return html.append("<p class=\"faint\">nothing was measured</p></figure>\n").toString();
        }
        svg(html);
        html.append("<div class=\"legend\">");
        for (int i = 0; i < series.size(); i++) {
            html.append(String.format(Locale.ROOT, "<span class=\"line%d%s\">%s</span> ", i % HtmlPage.COLOURS,
                    series.get(i).quoted() ? " quoted" : "", HtmlPage.escape(series.get(i).name())));
        }
        return html.append("</div></figure>\n").toString();
    }

    private void svg(StringBuilder svg) {
        List<Double> xTicks = x.ticks(least(x, Series.Point::x), most(Series.Point::x));
        List<Double> yTicks = y.ticks(least(y, Series.Point::y), most(Series.Point::y));
        svg.append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n", WIDTH,
                HEIGHT, HtmlPage.escape(title)));
        for (double tick : yTicks) {
            double at = down(tick, yTicks);
            svg.append(String.format(Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT, WIDTH - RIGHT, at, at, LEFT - 6, at + 4, HtmlPage.escape(y.format().apply(tick))));
        }
        for (double tick : xTicks) {
            double at = right(tick, xTicks);
            svg.append(String.format(Locale.ROOT,
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    at, at, TOP, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM + 17,
                    HtmlPage.escape(x.format().apply(tick))));
        }
        svg.append(String.format(Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text><text transform=\"translate(13 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, HtmlPage.escape(x.label()), (TOP + HEIGHT - BOTTOM) / 2,
                HtmlPage.escape(y.label())));
        for (int i = 0; i < series.size(); i++) {
            line(svg, series.get(i), i % HtmlPage.COLOURS, xTicks, yTicks);
        }
        svg.append("</svg>\n");
    }

    private void line(StringBuilder svg, Series line, int colour, List<Double> xTicks, List<Double> yTicks) {
        String type = "line" + colour + (line.quoted() ? " quoted" : "");
        StringBuilder path = new StringBuilder();
        boolean isBegun = false;
        for (Series.Point point : line.points()) {
            if (point.isFinite()) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", isBegun ? "L" : "M", right(point.x(), xTicks),
                        down(point.y(), yTicks)));
            }
            isBegun = point.isFinite();
        }
        svg.append("<path class=\"").append(type).append("\" d=\"").append(path).append("\"/>\n");
        if (line.points().size() <= MOST_MARKS) {
            line.points().stream().filter(Series.Point::isFinite)
                    .forEach(point -> svg.append(String.format(Locale.ROOT,
                            "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s: %s, %s</title></circle>",
                            type, right(point.x(), xTicks), down(point.y(), yTicks), HtmlPage.escape(line.name()),
                            HtmlPage.escape(x.format().apply(point.x())),
                            HtmlPage.escape(y.format().apply(point.y())))));
        }
    }

    private double right(double value, List<Double> ticks) {
        return LEFT + (WIDTH - LEFT - RIGHT) * x.share(value, ticks.getFirst(), ticks.getLast());
    }

    private double down(double value, List<Double> ticks) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - y.share(value, ticks.getFirst(), ticks.getLast()));
    }

    private double most(ToDoubleFunction<Series.Point> of) {
        return series.stream().flatMap(line -> line.points().stream()).filter(Series.Point::isFinite)
                .mapToDouble(of).max().orElseThrow();
    }

    /** The lowest value that the axis can show. */
    private double least(Axis axis, ToDoubleFunction<Series.Point> of) {
        return series.stream().flatMap(line -> line.points().stream()).filter(Series.Point::isFinite)
                .mapToDouble(of).filter(value -> !axis.logarithmic() || value > 0).min().orElse(1);
    }
}
