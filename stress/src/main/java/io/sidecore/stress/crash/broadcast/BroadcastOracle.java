package io.sidecore.stress.crash.broadcast;

import io.sidecore.stress.crash.broadcast.SeenLedger.Event;
import io.sidecore.stress.crash.trial.Violation;

/** Compares what was published with what one reader has seen, life by life. */
final class BroadcastOracle {
    private static final int LATEST = 24;

    private final Publications published;
    private final SeenLedger seen;
    private final long capacity;
    /** The number that the present life waits for, and what it has missed so far. */
    private long next;
    private long missed;

    private BroadcastOracle(Publications published, SeenLedger seen, long capacity) {
        this.published = published;
        this.seen = seen;
        this.capacity = capacity;
    }

    /** Throws a {@link Violation} if a promise is broken. {@code reader}: for the message. */
    static void verify(Publications published, SeenLedger seen, long capacity, int reader) {
        BroadcastOracle oracle = new BroadcastOracle(published, seen, capacity);
        for (int i = 0; i < seen.count(); i++) {
            try {
                oracle.check(seen.get(i));
            } catch (Violation e) {
                throw new Violation("reader " + reader + ": " + e.getMessage() + latest(seen, i));
            }
        }
    }

    private void check(Event event) {
        switch (event.what()) {
            case JOINED -> {
                next = event.number() + 1;
                missed = 0;
                if (next < 0 || next > published.next()) {
                    throw new Violation("joined nowhere: " + event + ", published up to " + (published.next() - 1));
                }
            }
            case READ -> {
                published.check(event);
                checkGap(event);
                next = event.number() + 1;
                missed = event.missed();
            }
            case LEFT -> {
                if (event.number() + 1 != published.next() || next != published.next() || event.missed() != missed) {
                    throw new Violation("left without the latest: " + event + ", published up to "
                            + (published.next() - 1) + ", read up to " + (next - 1));
                }
            }
        }
    }

    /** Read and missed messages are all from the first on, and none is missed that was not overwritten. */
    private void checkGap(Event event) {
        long gap = event.number() - next;
        if (gap < 0) {
            throw new Violation("backwards: " + event + ", but " + next + " comes next");
        }
        if (event.missed() - missed != gap) {
            throw new Violation("miscounted: " + event + " behind a gap of " + gap + " messages, missed before: "
                    + missed);
        }
        // Of the others, a claim and its padding at the end of the ring take up to half.
        if (gap > 0 && published.distance(next, event.number()) <= capacity / 2) {
            throw new Violation("missed too early: " + event + ", but from message " + next + " on that are only "
                    + published.distance(next, event.number()) + " bytes");
        }
    }

    static String latest(SeenLedger seen, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, at - LATEST); i <= at; i++) {
            text.append("\n  ").append(i).append(": ").append(seen.get(i));
        }
        return text.toString();
    }
}
