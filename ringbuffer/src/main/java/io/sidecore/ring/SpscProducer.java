package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.RecordLayout.PADDING_TYPE;
import static io.sidecore.ring.RecordLayout.align;
import static io.sidecore.ring.RecordLayout.header;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * The producing side of an {@link SpscRing}. One thread at a time; hand it over only with a happens-before edge.
 *
 * <p>No operation blocks, allocates or makes a system call. A claim is private until its commit: a producer that dies in
 * between has published nothing. At most one claim, of one record or of a batch, is open at a time.
 */
public final class SpscProducer extends Padding {
    private final SpscRing ring;
    private final long data;
    private final long producerPosition;
    private final long consumerPosition;
    private final long capacity;
    private final int alignment;
    private final int maxMessageLength;

    /** Where the next record goes. Never read back from shared memory. */
    private long tail;
    /** The consumer's position plus the capacity, when last looked up: the tail may not come closer than one alignment unit. */
    private long limit;
    /**
     * Header words from the tail up to here, exclusive, are zero. Normally one record ahead: the zero that must stand behind a
     * record is then written after the record before it was published, and costs that one no time.
     */
    private long zeroedTo;
    private long claimedBytes;
    private long claimedStride;
    private long claimedHeader;

    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    SpscProducer(SpscRing ring) {
        this.ring = ring;
        this.data = ring.dataAddress();
        this.producerPosition = ring.producerPositionAddress();
        this.consumerPosition = ring.consumerPositionAddress();
        this.capacity = ring.capacity();
        this.alignment = ring.alignment();
        this.maxMessageLength = ring.maxMessageLength();
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

    /**
     * Reserves room for one message, to be written in place and then committed or aborted.
     *
     * @param type   of the message, positive
     * @param length bytes of payload, 0 to {@link SpscRing#maxMessageLength()}
     * @return offset of the payload in {@link SpscRing#data()}, or {@link SpscRing#BACK_PRESSURE}
     * @throws IllegalArgumentException if type or length is out of range
     * @throws IllegalStateException    if a claim is open
     */
    public long tryClaim(int type, int length) {
        return claim(type, length, 1);
    }

    /**
     * Reserves room for several messages of one size, which one store will commit together.
     *
     * @param type   of each message, positive
     * @param length bytes of payload of each message
     * @param count  messages, 1 or more; together at most a quarter of the ring
     * @return offset of the first payload in {@link SpscRing#data()}, the next ones following at a distance of
     *         {@link #stride(int)}, or {@link SpscRing#BACK_PRESSURE}
     * @throws IllegalArgumentException if an argument is out of range
     * @throws IllegalStateException    if a claim is open
     */
    public long tryClaimBatch(int type, int length, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count " + count + ": must be positive");
        }
        return claim(type, length, count);
    }

    /**
     * Distance between the payloads of a batch.
     *
     * @param length bytes of payload of each message
     * @return bytes from one payload to the next
     */
    public long stride(int length) {
        return align((long) length + HEADER_LENGTH, alignment);
    }

    private long claim(int type, int length, int count) {
        if (type < 1) {
            throw new IllegalArgumentException("type " + type + ": must be positive");
        }
        if (length < 0 || length > maxMessageLength) {
            throw new IllegalArgumentException("length " + length + ": must be from 0 to " + maxMessageLength);
        }
        if (claimedBytes != 0) {
            throw new IllegalStateException("a claim is open: commit or abort it first");
        }
        long stride = align(length + HEADER_LENGTH, alignment);
        long bytes = stride * count;
        if (count > 1 && bytes > capacity / 4) {
            throw new IllegalArgumentException(
                    count + " messages of " + length + " bytes: more than a quarter of the ring");
        }
        long offset = tail & capacity - 1;
        if (offset + bytes > capacity) {
            offset = skipToStart(capacity - offset, bytes);
        } else if (!hasRoom(bytes)) {
            return SpscRing.BACK_PRESSURE;
        }
        if (offset < 0) {
            return SpscRing.BACK_PRESSURE;
        }
        claimedBytes = bytes;
        claimedStride = stride;
        claimedHeader = header(length + HEADER_LENGTH, type);
        return offset + HEADER_LENGTH;
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
            return SpscRing.BACK_PRESSURE;
        }
        OffHeap.putLong(data, 0);
        // Pairs with the consumer's acquire: behind the padding it finds the zero just written, or a record.
        OffHeap.putLongRelease(data + (tail & capacity - 1), header(remaining, PADDING_TYPE));
        tail += remaining;
        zeroedTo = tail + alignment;
        return 0;
    }

    /**
     * Publishes the open claim, with release order.
     *
     * @throws IllegalStateException if no claim is open
     */
    public void commit() {
        long bytes = claimedBytes;
        if (bytes == 0) {
            throw new IllegalStateException("no claim is open");
        }
        claimedBytes = 0;
        long first = data + (tail & capacity - 1);
        for (long at = claimedStride; at < bytes; at += claimedStride) {
            OffHeap.putLong(first + at, claimedHeader);
        }
        publish(bytes, first, claimedHeader);
    }

    private void publish(long bytes, long first, long header) {
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
        Reference.reachabilityFence(ring);
    }

    /**
     * Gives the open claim back; the consumer never learns of it.
     *
     * @throws IllegalStateException if no claim is open
     */
    public void abort() {
        if (claimedBytes == 0) {
            throw new IllegalStateException("no claim is open");
        }
        claimedBytes = 0;
        // What was written into the claim may stand where a later header word will be waited for.
        zeroedTo = tail + alignment;
    }

    /**
     * Copies a message in and publishes it, with release order.
     *
     * @param type   of the message, positive
     * @param source where the payload is, on the heap or not
     * @param offset first byte of the payload in {@code source}
     * @param length bytes of payload, 0 to {@link SpscRing#maxMessageLength()}
     * @return the producer position behind the message, or {@link SpscRing#BACK_PRESSURE}
     * @throws IllegalArgumentException  if type or length is out of range
     * @throws IndexOutOfBoundsException if the payload is not within {@code source}
     * @throws IllegalStateException     if a claim is open
     */
    public long offer(int type, MemorySegment source, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.byteSize());
        long payload = claim(type, length, 1);
        if (payload < 0) {
            return SpscRing.BACK_PRESSURE;
        }
        try {
            OffHeap.copyFrom(source, offset, data + payload, length);
        } catch (RuntimeException e) {
            // The source's arena is closed, or another thread's.
            abort();
            throw e;
        }
        commit();
        return tail;
    }

    /** {@return bytes committed since creation, padding included; this side's own count} */
    public long position() {
        return tail;
    }
}
