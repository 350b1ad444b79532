package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.PADDING_TYPE;
import static io.sidecore.ring.RecordLayout.header;

import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;
import java.lang.ref.Reference;

/** The producing side of an {@link SpscRing}. */
public final class SpscProducer extends RingProducer {
    private final long producerPosition;
    private final long consumerPosition;

    /** Where the next record goes. Never read back from shared memory. */
    private long tail;
    /** The consumer's position plus the capacity, when last looked up: the tail may not come closer than one alignment unit. */
    private long limit;
    /**
     * Header words from the tail up to here, exclusive, are zero. Normally one record ahead: the zero that must stand behind a
     * record is then written after the record before it was published, and costs that one no time.
     */
    private long zeroedTo;
    /** Open claims before the tail; the published position stays at the first of them. */
    private final ClaimsAside aside = new ClaimsAside();
    private boolean hasAside;

    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    SpscProducer(SpscRing ring, Registration registration) {
        super(ring, registration);
        this.producerPosition = ring.producerPositionAddress();
        this.consumerPosition = ring.consumerPositionAddress();
        long consumed = ring.consumerPosition();
        this.limit = ring.limit(consumed);
        this.tail = endOfCommitted(ring.producerPosition(), consumed);
        this.zeroedTo = tail + alignment;
        OffHeap.putLongRelease(producerPosition, tail);
    }

    /** A producer that died between a commit and the store of its position has left records behind that position: skip them. */
    private long endOfCommitted(long published, long consumed) {
        if (consumed < 0 || published < 0 || consumed - published > capacity || published - consumed > capacity
                || (published | consumed) % alignment != 0) {
            throw new CorruptRingException(
                    ring.memory().name() + ": producer position " + published + " and consumer position "
                            + consumed + " contradict each other");
        }
        long position = Math.max(published, consumed);
        while (position - consumed < capacity) {
            long header = OffHeap.getLongAcquire(data + (position & capacity - 1));
            if (header == 0) {
                return position;
            }
            position += RecordCheck.alignedLength(ring, position, header);
        }
        throw new CorruptRingException(ring.memory().name() + ": no end of records within the capacity");
    }

    @Override
    long reserve(long bytes) {
        long offset = tail & capacity - 1;
        if (offset + bytes > capacity) {
            return skipToStart(capacity - offset, bytes);
        }
        return hasRoom(bytes) ? offset : refusal(bytes);
    }

    @Override
    boolean hasRoomFor(long bytes) {
        long remaining = capacity - (tail & capacity - 1);
        return hasRoom(bytes > remaining ? remaining + bytes : bytes);
    }

    /** The unit behind the claim must be free too: commit writes the zero there at which the consumer will wait. */
    private boolean hasRoom(long bytes) {
        if (tail + bytes + alignment <= limit) {
            return true;
        }
        // Pairs with the consumer's release: what lies before its position has been read.
        long consumed = OffHeap.getLongAcquire(consumerPosition);
        if (consumed > tail || consumed < limit - capacity) {
            throw new CorruptRingException(ring.memory().name() + ": consumer position " + consumed
                    + " is not between " + (limit - capacity) + " and " + tail);
        }
        limit = ring.limit(consumed);
        return tail + bytes + alignment <= limit;
    }

    private long refusal(long bytes) {
        return tail + bytes + alignment > ring.endOfPositions() ? Ring.CLOSED : Ring.BACK_PRESSURE;
    }

    private long skipToStart(long remaining, long bytes) {
        if (!hasRoom(remaining + bytes)) {
            return refusal(remaining + bytes);
        }
        OffHeap.putLong(data, 0);
        // Pairs with the consumer's acquire: behind the padding it finds the zero just written, or a record.
        OffHeap.putLongRelease(data + (tail & capacity - 1), header(remaining, PADDING_TYPE));
        tail += remaining;
        zeroedTo = tail + alignment;
        return 0;
    }

    @Override
    void publish(long bytes, long first, long header) {
        long end = tail + bytes;
        if (zeroedTo <= end) {
            OffHeap.putLong(data + (end & capacity - 1), 0);
            zeroedTo = end + alignment;
        }
        // Pairs with the consumer's acquire of the same word: it sees payloads, later headers and the zero behind them.
        OffHeap.putLongRelease(first, header);
        tail = end;
        if (!hasAside) {
            OffHeap.putLongOpaque(producerPosition, end);
        }
        long ahead = end + alignment;
        if (zeroedTo == ahead && ahead + alignment <= limit) {
            OffHeap.putLong(data + (ahead & capacity - 1), 0);
            zeroedTo = ahead + alignment;
        }
    }

    @Override
    void withdraw(long bytes, long first) {
        // What was written into the claim may stand where a later header word will be waited for.
        zeroedTo = tail + alignment;
    }

    @Override
    public long position() {
        return tail;
    }

    /**
     * Leaves the open claim open, and lets others be made and ended behind it; the consumer waits at it. It is ended by {@link #commit(long)} or
     * {@link #abort(long)}. What is committed behind it becomes visible with its end, and is lost with it if this process dies before.
     *
     * <p>Allocates when more are set aside at a time than ever before and than eight.
     *
     * @throws IllegalStateException if no claim is open
     */
    public void setAside() {
        long end = tail + moveClaim(aside, tail);
        hasAside = true;
        if (zeroedTo <= end) {
            // Before any header behind which it stands: the release store of that one publishes it.
            OffHeap.putLong(data + (end & capacity - 1), 0);
            zeroedTo = end + alignment;
        }
        tail = end;
    }

    /**
     * Publishes a claim, set aside or not, with release order.
     *
     * @param payload what {@code tryClaim} returned
     * @throws IllegalStateException if no claim is open there
     */
    public void commit(long payload) {
        if (isOpenAt(payload)) {
            commit();
        } else {
            endAside(payload, true);
        }
    }

    /**
     * Gives a claim back, set aside or not; the consumer never learns of it.
     *
     * @param payload what {@code tryClaim} returned
     * @throws IllegalStateException if no claim is open there
     */
    public void abort(long payload) {
        if (isOpenAt(payload)) {
            abort();
        } else {
            endAside(payload, false);
        }
    }

    private void endAside(long payload, boolean committed) {
        long offset = payload - RecordLayout.HEADER_LENGTH;
        int index = aside.indexOf(offset, capacity - 1);
        if (index < 0) {
            throw new IllegalStateException("no claim is open at offset " + payload);
        }
        long header = committed ? aside.header(index) : header(aside.bytes(index), PADDING_TYPE);
        aside.remove(index);
        hasAside = !aside.isEmpty();
        // Pairs with the consumer's acquire of the same word: it sees the payload, and a zero or a record behind it.
        OffHeap.putLongRelease(data + offset, header);
        OffHeap.putLongOpaque(producerPosition, hasAside ? aside.first() : tail);
        Reference.reachabilityFence(ring);
    }

    /** Ends this side: aborts all open claims and frees the place for another producer. The ring itself stays open. */
    @Override
    public void close() {
        while (hasAside) {
            endAside((aside.first() & capacity - 1) + RecordLayout.HEADER_LENGTH, false);
        }
        super.close();
    }
}
