package io.sidecore.ring.broadcast;

import io.sidecore.ring.InspectedRecord;
import io.sidecore.ring.InspectedRecord.State;

/**
 * Finds the oldest record that is still whole. No word says where it starts, so it is tried: a record starts wherever lengths and sequence
 * numbers lead from to the newest one without a break.
 */
final class OldestRecord {
    private enum Chain {
        WHOLE, BROKEN, OVERTAKEN
    }

    private final BroadcastInspection ring;
    /** Records to read yet: of words that lie, each try could lead all over the ring. */
    private long steps;

    private OldestRecord(BroadcastInspection ring) {
        this.ring = ring;
        this.steps = 4 * (ring.capacity() / ring.alignment());
    }

    /** Its position; the newest record's if nothing before it holds up, or if the publisher was always quicker. */
    static long find(BroadcastInspection ring) {
        return new OldestRecord(ring).find();
    }

    private long find() {
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
