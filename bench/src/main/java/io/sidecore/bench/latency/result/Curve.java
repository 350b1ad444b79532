package io.sidecore.bench.latency.result;

import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The percentiles of a histogram, to draw or to quote. Immutable.
 *
 * @param count  values in it
 * @param points from low to high; the quoted percentiles are among them
 */
public record Curve(long count, List<Point> points) {
    /** The percentiles that tables quote, of 100; the last is the maximum. */
    public static final List<Double> QUOTED = List.of(50.0, 90.0, 99.0, 99.9, 99.99, 100.0);

    private static final int TICKS_PER_HALF_DISTANCE = 5;

    /**
     * A point.
     *
     * @param percentile share of values that are not above, of 100
     * @param nanos      the value there, in nanoseconds
     */
    public record Point(double percentile, long nanos) {}

    /** Copies the list. */
    public Curve {
        points = List.copyOf(points);
    }

    /**
     * The curve of a histogram.
     *
     * @param histogram in nanoseconds
     * @return five points for each halving of the distance to 100 %, and those that are quoted
     */
    public static Curve of(Histogram histogram) {
        TreeMap<Double, Long> points = new TreeMap<>();
        for (HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALF_DISTANCE)) {
            points.put(value.getPercentileLevelIteratedTo(), value.getValueIteratedTo());
        }
        for (double quoted : QUOTED) {
            points.put(quoted, histogram.getValueAtPercentile(quoted));
        }
        return new Curve(histogram.getTotalCount(),
                points.entrySet().stream().map(point -> new Point(point.getKey(), point.getValue())).toList());
    }

    /**
     * The value at a percentile.
     *
     * @param percentile of 100
     * @return nanoseconds at the first point that is not below; exact for those that are quoted
     */
    public long nanosAt(double percentile) {
        return points.stream().filter(point -> point.percentile() >= percentile).findFirst().orElse(points.getLast())
                .nanos();
    }

    /** {@return the largest value, in nanoseconds} */
    public long maxNanos() {
        return points.getLast().nanos();
    }
}
