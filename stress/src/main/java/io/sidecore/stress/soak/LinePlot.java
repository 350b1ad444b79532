package io.sidecore.stress.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Values over time as an SVG that takes its colours from the page around it. */
final class LinePlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 220;
    private static final int LEFT = 70;
    private static final int BOTTOM = 28;
    private static final int TOP = 10;

    private LinePlot() {}

    /** A line: its name, and its value in a sample. */
    record Line(String name, ToDoubleFunction<Sample> value) {}

    /** {@code logarithmic}: decades of microseconds instead of a scale from zero. */
    static String svg(String title, List<Sample> samples, List<Line> lines, boolean logarithmic) {
        double last = samples.getLast().seconds();
        double most = logarithmic ? 1 : 0;
        for (Sample sample : samples) {
            for (Line line : lines) {
                most = Math.max(most, line.value.applyAsDouble(sample));
            }
        }
        double top = logarithmic ? Math.max(1, Math.ceil(Math.log10(most))) : most == 0 ? 1 : most * 1.1;
        StringBuilder svg = new StringBuilder("<figure><figcaption>").append(title).append("</figcaption>\n")
                .append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                        WIDTH,
                        HEIGHT, title));
        int steps = logarithmic ? (int) top : 4;
        for (int i = 0; i <= steps; i++) {
            double value = top * i / steps;
            svg.append(String.format(Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT, WIDTH, y(value, top), y(value, top), LEFT - 6, y(value, top) + 4,
                    logarithmic ? micros(Math.pow(10, value)) : number(value)));
        }
        for (int i = 0; i <= 4; i++) {
            svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                    x(last * i / 4, last), HEIGHT - 8, i == 0 ? "start" : i == 4 ? "end" : "middle",
                    time(last * i / 4)));
        }
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            svg.append("<polyline class=\"line").append(i).append("\" points=\"");
            for (Sample sample : samples) {
                double value = line.value.applyAsDouble(sample);
                double shown = logarithmic ? Math.log10(Math.max(1, value)) : value;
                svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(sample.seconds(), last), y(shown, top)));
            }
            svg.append("\"/>\n");
        }
        svg.append("</svg>\n<div class=\"legend\">");
        for (int i = 0; i < lines.size(); i++) {
            svg.append("<span class=\"line").append(i).append("\">").append(lines.get(i).name).append("</span> ");
        }
        return svg.append("</div></figure>\n").toString();
    }

    private static double x(double seconds, double last) {
        return LEFT + (WIDTH - LEFT) * (last == 0 ? 0 : seconds / last);
    }

    private static double y(double value, double top) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%,.1f" : "%,.0f", value);
    }

    /** Of a power of ten. */
    private static String micros(double value) {
        return value < 1e3
                ? String.format(Locale.ROOT, "%.0f &micro;s", value)
                : value < 1e6
                        ? String.format(Locale.ROOT, "%.0f ms", value / 1e3)
                        : String.format(Locale.ROOT, "%,.0f s", value / 1e6);
    }

    static String time(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 7200
                        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
