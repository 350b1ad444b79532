package io.sidecore.tools.engine;

import io.sidecore.syscall.counters.CoreSnapshot;
import io.sidecore.syscall.counters.CoreTotals;
import io.sidecore.syscall.counters.Log2Histogram;
import io.sidecore.syscall.counters.PageSnapshot;
import io.sidecore.syscall.counters.PageTotals;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * An engine at two moments, or at one.
 *
 * @param now    the later one
 * @param before the earlier one, of the same engine
 */
record EngineLook(EngineSample now, Optional<EngineSample> before) {
    /** Between the two; empty if there is one only. */
    OptionalDouble seconds() {
        return before.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(1, now.nanos() - before.get().nanos()) / 1e9);
    }

    /** What all pages counted in between. */
    Optional<PageTotals> allPagesSince() {
        return before.map(sample -> now.counters().allPages().since(sample.counters().allPages()));
    }

    /** What a page counted in between: all, if it was opened since. */
    Optional<PageTotals> since(PageSnapshot page) {
        return before.map(sample -> page.totals().since(sample.counters().pages().stream()
                .filter(p -> p.index() == page.index() && p.generation() == page.generation())
                .map(PageSnapshot::totals).findAny().orElse(PageTotals.NONE)));
    }

    /** What a core counted in between: all, if it was opened since. */
    Optional<CoreTotals> since(CoreSnapshot core) {
        return before.map(sample -> earlier(sample, core).map(c -> core.totals().since(c.totals()))
                .orElse(core.totals()));
    }

    /** What came into one of a core's histograms in between. */
    Optional<Log2Histogram> since(CoreSnapshot core, Function<CoreSnapshot, Log2Histogram> histogram) {
        return before.map(sample -> earlier(sample, core)
                .map(c -> histogram.apply(core).since(histogram.apply(c))).orElse(histogram.apply(core)));
    }

    private static Optional<CoreSnapshot> earlier(EngineSample sample, CoreSnapshot core) {
        return sample.counters().cores().stream().filter(c -> c.index() == core.index()).findAny();
    }
}
