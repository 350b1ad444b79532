package io.sidecore.ring.broadcast;

import static io.sidecore.ring.broadcast.RecordLayout.PADDING_TYPE;
import static io.sidecore.ring.broadcast.RecordLayout.SEQUENCE_OFFSET;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.CorruptRingException;
import java.lang.invoke.VarHandle;

/**
 * Where the newest message is and what follows it: what a reader that joins and a publisher that takes over must find out.
 *
 * <p>{@code latest} is stored after the tail, so it lags by one record for a moment, or for long if the publisher died in that
 * moment. The records from there to the tail are walked.
 *
 * @param position where the newest message is; the tail if there has never been one
 * @param tail     end of what is published
 * @param next     sequence number of the message that comes next
 */
record NewestRecord(long position, long tail, long next) {
    /**
     * A publisher at full speed laps a small ring faster than the interpreter gets through here; this is enough for the compiler
     * to step in, and an end if a peer does nothing but move latest.
     */
    private static final int ATTEMPTS = 100_000;
    /** Two records are the rule; more, if the publisher went on between two loads. */
    private static final int MAX_STEPS = 64;

    static NewestRecord find(BroadcastRing ring) {
        // Pairs with the publisher's release stores, as does the tail.
        long latest = OffHeap.getLongAcquire(ring.latestAddress());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Behind latest, so that it is never before it.
            long tail = OffHeap.getLongAcquire(ring.tailAddress());
            if (tail - latest < 0 || ((latest | tail) & ring.alignment() - 1) != 0) {
                throw new CorruptRingException(ring.memory().name() + ": latest " + latest + " and tail " + tail
                        + " contradict each other");
            }
            NewestRecord found = walk(ring, latest, tail);
            if (found != null) {
                return found;
            }
            long newer = OffHeap.getLongAcquire(ring.latestAddress());
            if (newer == latest) {
                throw new CorruptRingException(ring.memory().name() + ": no whole records from latest " + latest
                        + " to tail " + tail);
            }
            latest = newer;
        }
        throw new CorruptRingException(
                ring.memory().name() + ": the newest record was overwritten in each of " + ATTEMPTS + " attempts");
    }

    /** Null if the publisher has come by meanwhile. No record at all, latest being the tail, is a ring never published to. */
    private static NewestRecord walk(BroadcastRing ring, long latest, long tail) {
        long newest = latest;
        long next = 0;
        long at = latest;
        for (int step = 0; tail - at > 0; step++) {
            if (step == MAX_STEPS) {
                return null;
            }
            long offset = at & ring.capacity() - 1;
            long header = OffHeap.getLongOpaque(ring.dataAddress() + offset);
            long sequence = OffHeap.getLongOpaque(ring.dataAddress() + offset + SEQUENCE_OFFSET);
            // Pairs with the publisher's StoreStore fence: a word of a later lap is read only with its intent.
            VarHandle.acquireFence();
            long intent = OffHeap.getLongAcquire(ring.tailIntentAddress());
            if (Long.compareUnsigned(intent - at, ring.capacity()) > 0) {
                return null;
            }
            if (!RecordLayout.possible(header, offset, ring.capacity(), ring.alignment())
                    || at != latest && sequence != next) {
                throw ring.corrupt(at, header, sequence);
            }
            next = sequence;
            if (RecordLayout.type(header) != PADDING_TYPE) {
                newest = at;
                next++;
            }
            at += RecordLayout.align(RecordLayout.length(header), ring.alignment());
        }
        if (at != tail) {
            throw new CorruptRingException(
                    ring.memory().name() + ": tail " + tail + " is within a record that ends at " + at);
        }
        return new NewestRecord(newest, tail, next);
    }
}
