package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.PADDING_TYPE;
import static io.sidecore.ring.RecordLayout.header;

import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;

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

    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    SpscProducer(SpscRing ring, Registration registration) {
        super(ring, registration);
        this.producerPosition = ring.producerPositionAddress();
        this.consumerPosition = ring.consumerPositionAddress();
        long consumed = ring.consumerPosition();
        this.limit = consumed + capacity;
        this.tail = endOfCommitted(ring.producerPosition(), consumed);
        this.zeroedTo = tail + alignment;
        OffHeap.putLongRelease(producerPosition, tail);
    }

    /** A producer that died between a commit and the store of its position has left records behind that position: skip them. */
    private long endOfCommitted(long published, long consumed) {
        if (consumed < 0 || published < 0 || published + capacity < consumed || published - consumed > capacity
                || (published | consumed) % alignment != 0) {
            throw new CorruptRingException(
                    ring.memory().name() + ": producer position " + published + " and consumer position "
                            + consumed + " contradict each other");
        }
        long position = Math.max(published, consumed);
        long end = consumed + capacity;
        while (position < end) {
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
        return hasRoom(bytes) ? offset : Ring.BACK_PRESSURE;
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
        limit = consumed + capacity;
        return tail + bytes + alignment <= limit;
    }

    private long skipToStart(long remaining, long bytes) {
        if (!hasRoom(remaining + bytes)) {
            return Ring.BACK_PRESSURE;
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
        OffHeap.putLongOpaque(producerPosition, end);
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
}
