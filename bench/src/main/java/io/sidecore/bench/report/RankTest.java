package io.sidecore.bench.report;

import java.util.List;

/**
 * The test of Mann and Whitney, exact, or rather too high where values are equal: how often two lots of forks would lie as far apart as these by chance, if nothing had changed. It
 * looks at the order of the values alone, because forks differ by more than a normal distribution would have it, and in lumps.
 */
final class RankTest {
    private RankTest() {}

    /**
     * The probability, two-sided.
     *
     * @param before some values, in any order
     * @param after  others
     * @return 0 to 1; equal values count as half in order
     */
    static double chance(List<Double> before, List<Double> after) {
        double less = 0;
        for (double a : before) {
            for (double b : after) {
                less += a < b ? 1 : a == b ? 0.5 : 0;
            }
        }
        int pairs = before.size() * after.size();
        // Rounded up: rather more chance than less.
        int outermost = (int) Math.ceil(Math.min(less, pairs - less));
        double[] orders = orders(before.size(), after.size());
        double sum = 0;
        double all = 0;
        for (int pair = 0; pair <= pairs; pair++) {
            sum += pair <= outermost ? orders[pair] : 0;
            all += orders[pair];
        }
        return Math.min(1, 2 * sum / all);
    }

    /** {@return the least that can come out for so many values: all of one lot are above all of the other} */
    static double least(int before, int after) {
        double[] orders = orders(before, after);
        double all = 0;
        for (double each : orders) {
            all += each;
        }
        return Math.min(1, 2 / all);
    }

    /**
     * By number of pairs in order: in how many orders of all values there are so many. The largest of all is one of the first lot, which is in order
     * with none, or one of the second, which is with each of the first.
     */
    private static double[] orders(int before, int after) {
        double[][] withFewer = new double[before + 1][];
        for (int second = 0; second <= after; second++) {
            for (int first = 0; first <= before; first++) {
                double[] orders = new double[first * second + 1];
                orders[0] = first == 0 || second == 0 ? 1 : 0;
                if (first > 0 && second > 0) {
                    add(orders, withFewer[first - 1], 0);
                    add(orders, withFewer[first], first);
                }
                withFewer[first] = orders;
            }
        }
        return withFewer[before];
    }

    private static void add(double[] to, double[] from, int shift) {
        for (int pair = 0; pair < from.length; pair++) {
            to[pair + shift] += from[pair];
        }
    }
}
