package io.sidecore.tools.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * One axis of a plot.
 *
 * @param label       what is shown, with its unit
 * @param logarithmic whether equal factors take equal room; what is not above zero is then drawn at the lower end
 * @param format      makes the text beside a tick
 */
public record Axis(String label, boolean logarithmic, DoubleFunction<String> format) {
    private static final int TICKS = 5;
    private static final int MOST_DECADES = 4;

    /**
     * From zero on.
     *
     * @param label what is shown, with its unit
     * @return the axis
     */
    public static Axis linear(String label) {
        return new Axis(label, false, Axis::plain);
    }

    /**
     * Equal room for equal factors.
     *
     * @param label what is shown, with its unit
     * @return the axis
     */
    public static Axis logarithmic(String label) {
        return new Axis(label, true, Axis::plain);
    }

    /**
     * The same with other texts.
     *
     * @param text beside a tick
     * @return the axis
     */
    public Axis with(DoubleFunction<String> text) {
        return new Axis(label, logarithmic, text);
    }

    /** Values at which there is a tick, for values in a range; the first and the last enclose it. */
    List<Double> ticks(double least, double most) {
        return logarithmic ? powers(least, most) : steps(Math.min(0, least), most);
    }

    private static List<Double> steps(double least, double most) {
        double rough = Math.max(most - least, Double.MIN_NORMAL) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        long first = (long) Math.floor(least / step);
        for (long i = first; ticks.size() < 2 || ticks.getLast() < most; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Powers of ten; of a short range also two and five times these. */
    private static List<Double> powers(double least, double most) {
        int from = (int) Math.floor(Math.log10(least));
        int to = (int) Math.ceil(Math.log10(most));
        List<Double> ticks = new ArrayList<>();
        for (int power = from; power <= Math.max(to, from + 1); power++) {
            ticks.add(Math.pow(10, power));
            if (to - from <= MOST_DECADES && power < to) {
                ticks.add(2 * Math.pow(10, power));
                ticks.add(5 * Math.pow(10, power));
            }
        }
        while (ticks.size() > 2 && ticks.get(1) <= least) {
            ticks.removeFirst();
        }
        while (ticks.size() > 2 && ticks.get(ticks.size() - 2) >= most) {
            ticks.removeLast();
        }
        return ticks;
    }

    /** Where a value lies between two others, from 0 to 1. */
    double share(double value, double low, double high) {
        return logarithmic
                ? (Math.log(Math.max(value, low)) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
    }

    private static String plain(double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return String.format(Locale.ROOT, "%sM", plain(value / 1e6));
        }
        if (size >= 1e4) {
            return String.format(Locale.ROOT, "%sK", plain(value / 1e3));
        }
        return Math.abs(value - Math.rint(value)) < 1e-9 * Math.max(1, size)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, size < 0.1 ? "%.3f" : size < 1 ? "%.2f" : "%.1f", value);
    }
}
