package io.sidecore.stress.weak;

/** The latest writes to one word, oldest first, numbered from 0. */
final class History {
    /** Older ones are forgotten, which only spares a thread what it might have seen. */
    private static final int KEPT = 16;

    private final long[] values = new long[KEPT];
    private final View[] messages = new View[KEPT];
    private int newest;

    History(long initial) {
        values[0] = initial;
    }

    int newest() {
        return newest;
    }

    int oldest() {
        return Math.max(0, newest - KEPT + 1);
    }

    long value(int write) {
        return values[write % KEPT];
    }

    /** Null if it tells nothing. */
    View message(int write) {
        return messages[write % KEPT];
    }

    /** Returns the number of the write. */
    int add(long value, View message) {
        newest++;
        values[newest % KEPT] = value;
        messages[newest % KEPT] = message;
        return newest;
    }
}
