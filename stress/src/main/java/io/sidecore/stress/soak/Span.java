package io.sidecore.stress.soak;

import java.util.Locale;

/** Lengths of time for people. */
final class Span {
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;

    private Span() {}

    static String text(double seconds) {
        return seconds < 2 * MINUTE
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 2 * HOUR
                        ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
                        : String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
    }
}
