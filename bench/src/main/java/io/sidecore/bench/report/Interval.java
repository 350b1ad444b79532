package io.sidecore.bench.report;

import java.util.List;

/**
 * A confidence interval of a median, from the order of the values alone: forks differ by more than a normal distribution would have it, and in lumps.
 *
 * <p>Between the lowest and the highest of n values lies the median of all that there could be with probability 1 - 2 / 2^n: 94 % of five.
 * Of more values, as many are left out at both ends as keep it above 93 %.
 *
 * @param low      lower end
 * @param high     upper end
 * @param coverage probability that the median is between the two, 0 for one value
 */
public record Interval(double low, double high, double coverage) {
    /** Of what was not measured. */
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN, 0);

    private static final double ENOUGH = 0.93;

    /**
     * The interval of some values.
     *
     * @param values in any order, one or more
     * @return the interval
     * @throws IllegalArgumentException if there is no value
     */
    public static Interval of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int left = 0;
        while (coverage(sorted.length, left + 1) >= ENOUGH) {
            left++;
        }
        return new Interval(sorted[left], sorted[sorted.length - 1 - left], coverage(sorted.length, left));
    }

    /** {@return whether it covers enough to be quoted: that of five values or more} */
    public boolean isQuotable() {
        return coverage >= ENOUGH;
    }

    /** That of {@code n} values not more than {@code left} are below the median, nor above: 1 - 2 P(B <= left), B binomial of n and 1/2. */
    private static double coverage(int n, int left) {
        if (2 * left >= n) {
            return 0;
        }
        double ways = 1;
        double below = 0;
        for (int k = 0; k <= left; k++) {
            below += ways;
            ways = ways * (n - k) / (k + 1);
        }
        return Math.max(0, 1 - 2 * below / Math.pow(2, n));
    }
}
