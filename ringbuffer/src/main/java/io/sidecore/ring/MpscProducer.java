package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.PADDING_TYPE;
import static io.sidecore.ring.RecordLayout.header;

import io.sidecore.memory.Party;
import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;
import java.lang.invoke.VarHandle;

/**
 * A producing side of an {@link MpscRing}; every thread opens its own.
 *
 * <p>It says in its own place of the region's table what it is about to claim, claims with one compare-and-set, and says that it has: a hole
 * that it leaves when it dies can be told from that of another, alive or dead.
 *
 * <p>A claim is lock-free, not wait-free: it is tried again as often as another producer has claimed in between, so some producer always gets on. There
 * is no bound for a single one, and a process that writes into the producers' position without end, which no producer does, can keep it from ever returning.
 */
public final class MpscProducer extends RingProducer {
    /** For an intent: nothing is about to be claimed, and nothing is claimed. */
    static final long NONE = -1;

    private final long producerPosition;
    private final long consumerPosition;
    private final long intentLength;
    private final long intentStart;
    private final long claimedStart;

    /** The consumer's position plus the capacity, when last looked up. */
    private long limit;
    private long position;

    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    MpscProducer(MpscRing ring, Registration registration) {
        super(ring, registration);
        this.producerPosition = ring.producerPositionAddress();
        this.consumerPosition = ring.consumerPositionAddress();
        long place = registration.party().address();
        this.intentLength = place + Party.INTENT_LENGTH;
        this.intentStart = place + Party.INTENT_START;
        this.claimedStart = place + Party.CLAIMED_START;
        // What the place's former owner has left there: with it, this side would be suspected of a claim that it never made.
        OffHeap.putLongOpaque(claimedStart, NONE);
        OffHeap.putLongRelease(intentStart, NONE);
        this.limit = capacity;
        this.limit = ring.limit(consumed());
        this.position = ring.producerPosition();
    }

    @Override
    long reserve(long bytes) {
        while (true) {
            // Pairs with nothing: the compare-and-set finds out if it is stale.
            long tail = OffHeap.getLongOpaque(producerPosition);
            // Unsigned: a sealed tail is past every limit. The limit is a capacity at least, so that nothing overflows.
            if (Long.compareUnsigned(tail, limit - bytes) > 0) {
                long refusal = lookUpLimit(tail, bytes);
                if (refusal < 0) {
                    // A lost compare-and-set has left an intent behind, and this side may never try again.
                    OffHeap.putLongRelease(intentStart, NONE);
                    return refusal;
                }
            }
            // Aligned, whatever stands in shared memory.
            long offset = tail & capacity - alignment;
            long remaining = capacity - offset;
            if (bytes <= remaining) {
                if (claim(tail, bytes)) {
                    return tail & -alignment;
                }
            } else {
                // A claim of its own, so that every claim is one record and a hole has one owner and one length.
                if (claim(tail, remaining)) {
                    OffHeap.putLongRelease(data + offset, header(remaining, PADDING_TYPE));
                }
            }
        }
    }

    @Override
    boolean hasRoomFor(long bytes) {
        long tail = OffHeap.getLongOpaque(producerPosition);
        long remaining = capacity - (tail & capacity - 1);
        long needed = bytes > remaining ? remaining + bytes : bytes;
        return Long.compareUnsigned(tail, limit - needed) <= 0 || lookUpLimit(tail, needed) != Ring.BACK_PRESSURE;
    }

    private boolean claim(long tail, long bytes) {
        // Behind the header of the claim before: until that is there, the length is that claim's.
        OffHeap.putLongRelease(intentLength, bytes);
        // Before the claim itself, which is a full fence: whoever sees the claim can see whose it may be.
        OffHeap.putLongRelease(intentStart, tail);
        if (!OffHeap.compareAndSetLong(producerPosition, tail, tail + bytes)) {
            return false;
        }
        OffHeap.putLongOpaque(claimedStart, tail);
        // Before the payload: without that word, the bytes of the claim are still zero.
        VarHandle.storeStoreFence();
        return true;
    }

    /** Returns 0 if there is room now, or why there is none. */
    private long lookUpLimit(long tail, long bytes) {
        if (tail < 0) {
            return Ring.CLOSED;
        }
        limit = ring.limit(consumed());
        if (tail <= limit - bytes) {
            return 0;
        }
        return tail > ring.endOfPositions - bytes ? Ring.CLOSED : Ring.BACK_PRESSURE;
    }

    /** The consumer's position, which never goes back, and is between the producers' and a capacity behind it. */
    private long consumed() {
        long before = ring.producerPosition();
        // Pairs with the consumer's release: what lies before its position has been read, and is zero again.
        long consumed = ring.consumerPosition();
        long after = ring.producerPosition();
        if (consumed < limit - capacity || before - consumed > capacity || consumed > after
                || (before | consumed) % alignment != 0) {
            throw new CorruptRingException(ring.memory().name() + ": consumer position " + consumed
                    + " and producer position " + after + " contradict each other, or the last one seen, "
                    + (limit - capacity));
        }
        return consumed;
    }

    @Override
    void onCommit(long end) {
        position = end;
    }

    @Override
    void withdraw(long start, long end) {
        OffHeap.putLongRelease(data + (start & capacity - 1), header(end - start, PADDING_TYPE));
    }

    @Override
    public long position() {
        return position;
    }
}
