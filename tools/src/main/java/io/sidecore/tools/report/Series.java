package io.sidecore.tools.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a plot.
 *
 * @param name   for the legend
 * @param points in the order in which they are joined; those that are not finite are left out, and the line is broken there
 * @param quoted whether somebody else measured it: such a line is dashed
 */
public record Series(String name, List<Point> points, boolean quoted) {
    /**
     * A point.
     *
     * @param x to the right
     * @param y upwards
     */
    public record Point(double x, double y) {
        boolean isFinite() {
            return Double.isFinite(x) && Double.isFinite(y);
        }
    }

    /** Copies the list. */
    public Series {
        points = List.copyOf(points);
    }

    /**
     * A line through measured points.
     *
     * @param name for the legend
     * @param xs   to the right
     * @param ys   upwards, as many
     * @return the line
     */
    public static Series of(String name, double[] xs, double[] ys) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < xs.length; i++) {
            points.add(new Point(xs[i], ys[i]));
        }
        return new Series(name, points, false);
    }

    /** {@return the same, as somebody else's} */
    public Series asQuoted() {
        return new Series(name, points, true);
    }
}
