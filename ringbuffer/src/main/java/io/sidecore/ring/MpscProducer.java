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
 */
public final class MpscProducer extends RingProducer {
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
        // Whoever had the place before may have been about to claim where another does now; 0 is a position, too.
        OffHeap.putLongRelease(intentStart, Party.NOWHERE);
        OffHeap.putLongRelease(claimedStart, Party.NOWHERE);
        this.limit = ring.consumerPosition() + capacity;
        this.position = ring.producerPosition();
    }

    @Override
    long reserve(long bytes) {
        while (true) {
            // Pairs with nothing: the compare-and-set finds out if it is stale.
            long tail = OffHeap.getLongOpaque(producerPosition);
            long offset = tail & capacity - 1;
            if (tail + bytes - limit > 0 && !lookUpLimit(tail, bytes)) {
                return Ring.BACK_PRESSURE;
            }
            long remaining = capacity - offset;
            if (bytes <= remaining) {
                if (claim(tail, bytes)) {
                    position = tail + bytes;
                    return offset;
                }
            } else {
                if (tail + remaining - limit > 0) {
                    return Ring.BACK_PRESSURE;
                }
                // A claim of its own, so that every claim is one record and a hole has one owner and one length.
                if (claim(tail, remaining)) {
                    OffHeap.putLongRelease(data + offset, header(remaining, PADDING_TYPE));
                }
            }
        }
    }

    private boolean claim(long tail, long bytes) {
        OffHeap.putLongOpaque(intentLength, bytes);
        // Before the claim itself, which is a full fence: whoever sees the claim can see whose it may be.
        OffHeap.putLongRelease(intentStart, tail);
        if (!OffHeap.compareAndSetLong(producerPosition, tail, tail + bytes)) {
            // Otherwise the consumer would wait for us if the winner dies, and we, without room for another attempt, for the consumer.
            OffHeap.putLongOpaque(intentStart, Party.NOWHERE);
            return false;
        }
        OffHeap.putLongOpaque(claimedStart, tail);
        // Before the payload: without that word, the bytes of the claim are still zero.
        VarHandle.storeStoreFence();
        return true;
    }

    private boolean lookUpLimit(long tail, long bytes) {
        // Pairs with the consumer's release: what lies before its position has been read, and is zero again.
        long consumed = OffHeap.getLongAcquire(consumerPosition);
        if (consumed < limit - capacity || (tail & alignment - 1) != 0) {
            throw new CorruptRingException(ring.memory().name() + ": consumer position " + consumed + " is behind "
                    + (limit - capacity) + ", where it was before, or producer position " + tail
                    + " is not that of a record");
        }
        limit = consumed + capacity;
        return tail + bytes - limit <= 0;
    }

    @Override
    void publish(long bytes, long first, long header) {
        // Pairs with the consumer's acquire of the same word: it sees payloads and later headers.
        OffHeap.putLongRelease(first, header);
    }

    @Override
    void withdraw(long bytes, long first) {
        OffHeap.putLongRelease(first, header(bytes, PADDING_TYPE));
    }

    @Override
    public long position() {
        return position;
    }
}
