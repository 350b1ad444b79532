package io.sidecore.syscall;

import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.syscall.counters.PageCounters;
import io.sidecore.syscall.counters.PageKind;

/** Counters of pages that no engine serves. */
final class Uncounted {
    private static final EngineCounters COUNTERS = EngineCounters.create("none", 0);

    private Uncounted() {}

    static PageCounters page() {
        return COUNTERS.openPage(0, 64, PageKind.PRIVATE);
    }
}
