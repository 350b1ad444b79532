package io.sidecore.bench.counters;

import io.sidecore.tools.perf.PerfEvent;

/** What can be counted of a thread outside the kernel; the numbers are those of {@code perf_event_open(2)}. */
public enum CounterEvent {
    /** Instructions retired. */
    INSTRUCTIONS("instructions", PerfEvent.TYPE_HARDWARE, 1),
    /** Cycles of the core, at whatever frequency. */
    CYCLES("cycles", PerfEvent.TYPE_HARDWARE, 0),
    /** Loads that missed the first-level data cache. */
    L1_DATA_MISSES("L1d misses", PerfEvent.TYPE_HARDWARE_CACHE, 1 << 16),
    /** Branches that were predicted wrongly. */
    BRANCH_MISSES("branch misses", PerfEvent.TYPE_HARDWARE, 5),
    /** Page faults; the kernel counts them on every machine. */
    PAGE_FAULTS("page faults", PerfEvent.TYPE_SOFTWARE, 2);

    private final String text;
    private final int type;
    private final long config;

    CounterEvent(String text, int type, long config) {
        this.text = text;
        this.type = type;
        this.config = config;
    }

    PerfEvent open() {
        return PerfEvent.inUserMode(type, config);
    }

    @Override
    public String toString() {
        return text;
    }
}
