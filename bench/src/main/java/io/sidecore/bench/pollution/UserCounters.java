package io.sidecore.bench.pollution;

import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.bench.counters.CounterEvent;
import io.sidecore.bench.counters.PerfCounters;
import io.sidecore.syscall.DirectCalls;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the CPU itself counts of user work with and without direct calls, where it does; user mode only, the way into the kernel included. */
final class UserCounters {
    private static final CounterEvent[] EVENTS = {CounterEvent.INSTRUCTIONS, CounterEvent.CYCLES,
            CounterEvent.L1_DATA_MISSES, CounterEvent.BRANCH_MISSES};
    private static final int INTERVAL = 10_000;
    /** Enough for the compiler to be done before the last run, which is the one that counts. */
    private static final int RUNS = 20;
    private static final int BLOCKS = 5_000;

    private UserCounters() {}

    static List<String> lines(WorkingSet set) {
        try (PerfCounters counters = PerfCounters.open(EVENTS)) {
            return counters.isAvailable()
                    ? measured(set.work(), counters)
                    : List.of(counters + "; instructions are estimates");
        }
    }

    private static List<String> measured(UserWork work, PerfCounters counters) {
        RecordFile file = new RecordFile();
        List<String> lines = new ArrayList<>(List.of(counters.toString()));
        for (Way way : List.of(Way.NONE, Way.DIRECT)) {
            Map<CounterEvent, Long> counted = Map.of();
            for (int run = 0; run < RUNS; run++) {
                counted = run(work, counters, way == Way.DIRECT ? file : null);
            }
            lines.add(line(way.entrant(INTERVAL), counted, work));
        }
        file.close();
        return lines;
    }

    private static Map<CounterEvent, Long> run(UserWork work, PerfCounters counters, RecordFile file) {
        DirectCalls calls = new DirectCalls();
        Map<CounterEvent, Long> counted = new EnumMap<>(CounterEvent.class);
        for (CounterEvent event : EVENTS) {
            counted.put(event, -counters.read(event));
        }
        int steps = work.steps(INTERVAL);
        for (int block = 0; block < BLOCKS; block++) {
            work.run(steps);
            if (file != null) {
                file.write(calls);
            }
        }
        for (CounterEvent event : EVENTS) {
            counted.merge(event, counters.read(event), Long::sum);
        }
        return counted;
    }

    private static String line(String name, Map<CounterEvent, Long> counted, UserWork work) {
        double instructions = counted.get(CounterEvent.INSTRUCTIONS);
        return String.format(Locale.ROOT,
                "%s: %.1f instructions a step (estimate: %d), user IPC %.2f; of 1,000 instructions %.1f L1d misses, %.2f branch misses",
                name, instructions / BLOCKS / work.steps(INTERVAL), work.instructionsPerStep(),
                instructions / counted.get(CounterEvent.CYCLES),
                1000 * counted.get(CounterEvent.L1_DATA_MISSES) / instructions,
                1000 * counted.get(CounterEvent.BRANCH_MISSES) / instructions);
    }
}
