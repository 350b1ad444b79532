package io.sidecore.bench.pollution;

/**
 * What calls cost the user's code, besides their own time.
 *
 * @param direct    user time with direct calls, as a multiple of that without any
 * @param offLoaded the same with calls that another core executes
 */
record Loss(double direct, double offLoaded) {
    /** Less than this is not told from noise, and a share of it means nothing. */
    private static final double LEAST_PERCENT = 2;

    /** {@return share of its speed that the user's code loses by direct calls, in percent} */
    double directPercent() {
        return percent(direct);
    }

    /** {@return the same by calls that another core executes} */
    double offLoadedPercent() {
        return percent(offLoaded);
    }

    private static double percent(double multiple) {
        return 100 * (1 - 1 / multiple);
    }

    /** {@return share of the indirect cost of direct calls that is spared, in percent; NaN if there is hardly any} */
    double wonBackPercent() {
        return directPercent() < LEAST_PERCENT ? Double.NaN : 100 * (direct - offLoaded) / (direct - 1);
    }
}
