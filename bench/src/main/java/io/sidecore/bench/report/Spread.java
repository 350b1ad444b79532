package io.sidecore.bench.report;

import java.util.Arrays;
import java.util.List;

/**
 * Where the middle of many values lies, and how far they spread. Medians, because a stall of the machine makes one value huge.
 *
 * @param p10    a tenth of the values are below
 * @param median half of them are below
 * @param p90    nine tenths are below
 */
public record Spread(double p10, double median, double p90) {
    /**
     * The spread of values in any order.
     *
     * @param values at least one
     * @return the spread; between two values it is interpolated
     * @throws IllegalArgumentException if there is no value
     */
    public static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(percentile(sorted, 0.1), percentile(sorted, 0.5), percentile(sorted, 0.9));
    }

    /**
     * The median of values in any order.
     *
     * @param values at least one
     * @return the middle one, or the mean of the two in the middle
     * @throws IllegalArgumentException if there is no value
     */
    public static double median(double... values) {
        return of(values).median();
    }

    /**
     * The median of values in any order.
     *
     * @param values at least one
     * @return the middle one, or the mean of the two in the middle
     * @throws IllegalArgumentException if there is no value
     */
    public static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double percentile(double[] sorted, double share) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
