package io.sidecore.stress.hostile.side;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How often each event was met. One thread. */
public final class Tally {
    private final long[] counts = new long[Event.values().length];

    /** Nothing yet. */
    public Tally() {}

    void add(Event event) {
        counts[event.ordinal()]++;
    }

    /**
     * Adds what another one has counted.
     *
     * @param other it
     */
    public void add(Tally other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /**
     * {@return how often it was met}
     *
     * @param event it
     */
    public long of(Event event) {
        return counts[event.ordinal()];
    }

    /** {@return all counts on one line, to be read by {@link #ofLine}} */
    public String toLine() {
        return Arrays.stream(counts).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    /**
     * {@return what another process has counted}
     *
     * @param line its {@link #toLine}
     */
    public static Tally ofLine(String line) {
        Tally tally = new Tally();
        String[] numbers = line.split(",");
        for (int i = 0; i < numbers.length; i++) {
            tally.counts[i] = Long.parseLong(numbers[i]);
        }
        return tally;
    }
}
