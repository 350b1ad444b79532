package io.sidecore.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A distance of the two CPUs from each other, as the time of a line there and back tells it. On a machine of one's own there is one. The
 * CPUs of a virtual machine are moved, between cores that share a cache and cores that do not, and figures of the one are not to be
 * mixed with those of the other.
 *
 * @param low    shortest time, in nanoseconds
 * @param high   longest time
 * @param median of the rounds at this distance
 */
public record Distance(double low, double high, double median) {
    /** Times are put into boxes of which each ends at so many times its beginning. */
    private static final double BOX = 1.1;
    /** Share of the rounds, from which on a box belongs to a distance, if it is enough rounds for a median. */
    private static final double LEAST_SHARE = 0.02;
    /** Distances whose medians differ by less are one. */
    private static final double APART = 1.5;

    /**
     * Whether a round was at this distance.
     *
     * @param line what a line took in it, or NaN
     * @return whether it was
     */
    public boolean includes(double line) {
        return line >= low && line <= high;
    }

    /**
     * Finds the distances that there were: neighbouring boxes with enough rounds. What is between two of them belongs to none.
     *
     * @param lines what a line took in each round, in any order; NaN does not count
     * @return the shortest first; none if little was measured
     */
    public static List<Distance> of(DoubleStream lines) {
        double[] sorted = lines.filter(line -> !Double.isNaN(line)).sorted().toArray();
        List<Distance> distances = new ArrayList<>();
        int from = 0;
        int previous = Integer.MIN_VALUE;
        for (int at = 0; at < sorted.length;) {
            int box = box(sorted[at]);
            int end = at;
            while (end < sorted.length && box(sorted[end]) == box) {
                end++;
            }
            if (end - at >= Math.max(Rounds.FEWEST, LEAST_SHARE * sorted.length)) {
                if (box > previous + 1) {
                    from = at;
                } else {
                    distances.removeLast();
                }
                distances.add(between(sorted, from, end));
                previous = box;
            }
            at = end;
        }
        return merged(distances, sorted);
    }

    private static int box(double line) {
        return (int) Math.floor(Math.log(line) / Math.log(BOX));
    }

    private static Distance between(double[] sorted, int from, int end) {
        return new Distance(sorted[from], sorted[end - 1], Spread.median(Arrays.copyOfRange(sorted, from, end)));
    }

    private static List<Distance> merged(List<Distance> distances, double[] sorted) {
        List<Distance> merged = new ArrayList<>();
        for (Distance next : distances) {
            if (!merged.isEmpty() && next.median < APART * merged.getLast().median) {
                double low = merged.removeLast().low;
                merged.add(joined(sorted, low, next.high));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }

    private static Distance joined(double[] sorted, double low, double high) {
        return new Distance(low, high,
                Spread.median(Arrays.stream(sorted).filter(line -> line >= low && line <= high).toArray()));
    }

    /** {@return the distance as tables name it} */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "line %.0f ns", median);
    }
}
