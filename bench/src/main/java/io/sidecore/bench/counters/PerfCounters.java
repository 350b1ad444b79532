package io.sidecore.bench.counters;

import io.sidecore.syscall.call.Errno;
import io.sidecore.tools.perf.PerfEvent;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counters of the thread that has opened them, from then on, outside the kernel only. All that are asked for, or none. For that thread
 * alone.
 */
public final class PerfCounters implements AutoCloseable {
    private final Map<CounterEvent, PerfEvent> open = new EnumMap<>(CounterEvent.class);
    /** Empty where they count. */
    private final String reason;

    private PerfCounters(CounterEvent... events) {
        String missing = "";
        for (CounterEvent event : events) {
            PerfEvent counter = event.open();
            if (!counter.isOpen()) {
                missing = event + ": " + Errno.describe(counter.result());
                break;
            }
            open.put(event, counter);
        }
        reason = missing;
        if (!isAvailable()) {
            close();
        }
    }

    /**
     * Starts counting for the calling thread.
     *
     * @param events what to count
     * @return counters, available or not
     */
    public static PerfCounters open(CounterEvent... events) {
        return new PerfCounters(events);
    }

    /** {@return whether all events are counted} */
    public boolean isAvailable() {
        return reason.isEmpty();
    }

    /** {@return the event that is not counted here, and the kernel's error; empty if all are} */
    public String reason() {
        return reason;
    }

    /**
     * Reads one counter, which takes a system call.
     *
     * @param event one of those that were asked for
     * @return how often since the start
     * @throws IllegalStateException if it is not counted
     */
    public long read(CounterEvent event) {
        PerfEvent counter = open.get(event);
        if (counter == null) {
            throw new IllegalStateException(event + " are not counted" + (isAvailable() ? "" : ": " + reason));
        }
        return counter.read();
    }

    @Override
    public void close() {
        open.values().forEach(PerfEvent::close);
        open.clear();
    }

    /** A line for a report. */
    @Override
    public String toString() {
        return "hardware counters: " + (isAvailable() ? "available" : "not available here (" + reason + ")");
    }
}
