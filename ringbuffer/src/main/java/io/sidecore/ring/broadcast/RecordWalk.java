package io.sidecore.ring.broadcast;

import io.sidecore.ring.InspectedRecord;
import io.sidecore.ring.InspectedRecord.State;

/** Ways from record to record of a broadcast ring that is looked at, to its ends: the newest message, and the oldest record that is still whole. */
final class RecordWalk {
    /** Looks at words that change under our eyes; a publisher at full speed laps a small ring faster than it can be looked at. */
    private static final int ATTEMPTS = 1000;
    /** Two records are the rule between latest and tail; more, if the publisher went on between two loads. */
    private static final int MAX_STEPS = 64;

    private enum Chain {
        WHOLE, BROKEN, OVERTAKEN
    }

    private final BroadcastInspection ring;
    /** Records to read yet: of words that lie, each try could lead all over the ring. */
    private long steps;

    private RecordWalk(BroadcastInspection ring) {
        this.ring = ring;
        this.steps = 4 * (ring.capacity() / ring.alignment());
    }

    /** The newest message, END if none was ever published, OVERTAKEN if the publisher was always quicker, or CORRUPT. */
    static InspectedRecord newest(BroadcastInspection ring) {
        InspectedRecord found = null;
        for (int i = 0; i < ATTEMPTS && (found == null || found.state() == State.OVERTAKEN); i++) {
            long latest = ring.latest();
            // Behind latest, so that it is never before it.
            found = newest(ring, latest, ring.position());
        }
        return found;
    }

    /** Latest lags by one record for a moment, or for long if the publisher died in that moment; the records from there on are walked. */
    private static InspectedRecord newest(BroadcastInspection ring, long latest, long tail) {
        InspectedRecord newest = ring.end(tail);
        long at = latest;
        for (int step = 0; tail - at > 0; step++) {
            InspectedRecord record = step == MAX_STEPS ? ring.overtaken(at) : ring.read(at, 0);
            switch (record.state()) {
                case MESSAGE -> newest = record;
                case PADDING -> {
                }
                case CORRUPT -> {
                    return record;
                }
                default -> {
                    return ring.overtaken(at);
                }
            }
            at = record.end();
        }
        boolean isWhole = at == tail && (latest == tail || newest.state() == State.MESSAGE);
        return isWhole ? newest : ring.corrupt(latest, "no whole records from there to tail " + tail);
    }

    /**
     * Position of the oldest record that is whole; the newest one's if nothing before it holds up, or if the publisher was always quicker. No
     * word says where it is, so it is tried: a record starts wherever lengths and sequence numbers lead from to the newest one without a break.
     */
    static long oldest(BroadcastInspection ring) {
        return new RecordWalk(ring).oldest();
    }

    private long oldest() {
        Chain chain = Chain.OVERTAKEN;
        while (chain == Chain.OVERTAKEN && steps > 0) {
            // The intent first: the newest record is whole as long as it is no more than a capacity behind it.
            long at = ring.retainedFrom();
            long newest = ring.latest();
            for (chain = Chain.BROKEN; newest - at > 0 && chain == Chain.BROKEN && steps > 0; at += ring.alignment()) {
                chain = chain(at, newest);
                if (chain == Chain.WHOLE) {
                    return at;
                }
            }
        }
        return ring.latest();
    }

    private Chain chain(long from, long to) {
        long at = from;
        long sequence = 0;
        while (steps-- > 0) {
            InspectedRecord record = ring.read(at, 0);
            if (record.state() == State.OVERTAKEN) {
                return Chain.OVERTAKEN;
            }
            boolean isMessage = record.state() == State.MESSAGE;
            if (!isMessage && record.state() != State.PADDING || at != from && record.sequence() != sequence) {
                return Chain.BROKEN;
            }
            if (to - at <= 0) {
                return at == to ? Chain.WHOLE : Chain.BROKEN;
            }
            sequence = record.sequence() + (isMessage ? 1 : 0);
            at = record.end();
        }
        return Chain.BROKEN;
    }
}
