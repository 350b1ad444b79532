package io.sidecore.ring;

import io.sidecore.memory.Parties;
import io.sidecore.memory.Party;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.file.Path;

/**
 * A log of variable-length records in shared memory, used round and round: what {@link SpscRing} and {@link MpscRing} have in common.
 *
 * <p>This object holds no position of either side and may be used by any thread.
 */
public abstract sealed class Ring permits SpscRing, MpscRing {
    /** Returned by claims and offers when the consumer has not yet made room; try again later. */
    public static final long BACK_PRESSURE = -1;
    /**
     * Returned by claims and offers when the ring has been closed, or has reached the end of its positions (2^63 bytes less the capacity:
     * after 292 years at a gigabyte a second); it will never take another message.
     */
    public static final long CLOSED = -2;
    /** Smallest capacity, in bytes. */
    public static final long MIN_CAPACITY = 1024;
    /** Largest capacity, in bytes: 1 GiB, so that a length always fits an {@code int}. */
    public static final long MAX_CAPACITY = 1L << 30;
    /**
     * Records start on a cache line, so that a message of up to 56 bytes is one line. Measured against the others with
     * {@code ./sidecore bench --full ring} (an AMD EPYC, two cores): a round trip takes 1.07 times that of bare lines,
     * packed to 8 bytes 1.44 times, with 128 bytes the same; a stream of 32-byte messages takes 1.0 to 1.3 times the packed one's time, one of a
     * kibibyte and more less than half; 128 bytes cost a stream 1.5 to 1.8 times the time.
     */
    public static final int DEFAULT_ALIGNMENT = 64;

    /** In the producers' position: no claim will ever follow. */
    static final long SEALED = Long.MIN_VALUE;
    /** Behind the consumer's position, in its line: up to where records are consumed, though perhaps not yet cleared and free. */
    static final int CONSUMED = Long.BYTES;
    /** In the CLOSED word: the region takes no more messages. */
    static final long CLOSED_BIT = 1;

    /** 2^63 less the capacity, so that no sum of a position and a length overflows. A field, not a method: see {@link SpscProducer#reserve}. */
    final long endOfPositions;

    private final SharedMemory memory;
    private final MemorySegment data;
    private final long capacity;
    private final int alignment;
    private final long header;
    private final long closedBits;
    private final long producerPosition;
    private final long consumerPosition;

    /** {@code positions}: offset in the region of the producer's line; the consumer's follows it. */
    Ring(SharedMemory memory, MemorySegment data, long positions) {
        this(memory, data, positions, CLOSED_BIT);
    }

    /** {@code closedBits}: those of the CLOSED word of which one is enough to refuse claims. */
    Ring(SharedMemory memory, MemorySegment data, long positions, long closedBits) {
        this.closedBits = closedBits;
        this.memory = memory;
        this.data = data;
        this.capacity = data.byteSize();
        this.endOfPositions = Long.MAX_VALUE - (capacity - 1);
        this.alignment = memory.alignment();
        this.header = memory.region().address();
        this.producerPosition = header + positions;
        this.consumerPosition = producerPosition + RegionHeader.CONSUMER_POSITION - RegionHeader.PRODUCER_POSITION;
    }

    static void check(long capacity, int alignment) {
        check("capacity", capacity, alignment);
    }

    static void check(String field, long capacity, int alignment) {
        if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Long.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    field + " " + capacity + ": must be a power of two from " + MIN_CAPACITY + " to " + MAX_CAPACITY);
        }
        if (alignment < 8 || alignment > 128 || Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException("alignment " + alignment + ": must be a power of two from 8 to 128");
        }
    }

    static SharedMemory attached(Path file, RegionKind kind) throws RegionException {
        SharedMemory memory = SharedMemory.attach(file, kind);
        try {
            check(memory.capacity(), memory.alignment());
        } catch (IllegalArgumentException e) {
            throw new RegionException(file + ": header: " + e.getMessage(), e);
        }
        return memory;
    }

    /** {@return the data of the ring; offsets that claims and handlers give refer to it} */
    public final MemorySegment data() {
        return data;
    }

    /** {@return bytes of data, a power of two} */
    public final long capacity() {
        return capacity;
    }

    /** {@return the multiple of which every record's length is, in bytes} */
    public final int alignment() {
        return alignment;
    }

    /** {@return the longest payload of a message, in bytes: a quarter of the ring less the header} */
    public final int maxMessageLength() {
        return (int) (capacity / 4) - RecordLayout.HEADER_LENGTH;
    }

    /**
     * {@return bytes claimed, or in an SpscRing committed, since creation, padding included; a snapshot, any thread, acquire}
     *
     * <p>The word in shared memory of an {@link SpscRing} lags behind; the records behind it are counted here, up to the first open claim.
     */
    public abstract long producerPosition();

    /** {@return bytes consumed since creation, padding included; any thread, acquire} */
    public final long consumerPosition() {
        return OffHeap.getLongAcquire(consumerPosition);
    }

    /** {@return the backlog: bytes not yet consumed, between 0 and the capacity; a snapshot, any thread} */
    public final long size() {
        // Consumer first: the producers go on while we look.
        long consumed = consumerPosition();
        return Math.clamp(producerPosition() - consumed, 0, capacity);
    }

    /**
     * Ends the ring for all processes, for ever: from now on claims return {@link #CLOSED}. A claim that is open, or just being made, may
     * still be committed, and the consumer still gets all that was committed. Wakes all who wait. Any thread of any process; idempotent.
     */
    public final void close() {
        // Not a store: the other bits of the word are set by others. Pairs with the acquire in isClosed.
        OffHeap.getAndBitwiseOrLong(header + RegionHeader.CLOSED, CLOSED_BIT);
        WaitWord.wake(consumerWaitAddress());
        WaitWord.wake(producerWaitAddress());
        Reference.reachabilityFence(this);
    }

    /** {@return whether {@link #close} has been called; acquire} */
    public final boolean isClosed() {
        return (OffHeap.getLongAcquire(header + RegionHeader.CLOSED) & CLOSED_BIT) != 0;
    }

    /**
     * Draws the next correlation id, unique among all parties of this ring: to match a reply with its request.
     *
     * @return 1, 2, 3, ...; any thread of any process
     */
    public final long nextCorrelationId() {
        return OffHeap.getAndAddLong(header + RegionHeader.CORRELATION, 1) + 1;
    }

    /** {@return who consumes} */
    public final Party consumerParty() {
        return memory.parties().get(Parties.CONSUMER);
    }

    /** {@return the region that holds the ring} */
    public final SharedMemory memory() {
        return memory;
    }

    /** {@return the word of the producers' position, without the seal; acquire} */
    final long publishedPosition() {
        return OffHeap.getLongAcquire(producerPosition) & ~SEALED;
    }

    /** {@return up to where records are consumed, even if they are not yet cleared and free; acquire} */
    final long consumedPosition() {
        // The word of a ring that was never consumed, or whose consumer's position was counted on by hand, is behind.
        return Math.max(OffHeap.getLongAcquire(consumerPosition + CONSUMED), consumerPosition());
    }

    /** {@return the position up to which records can have been claimed, if the consumer has freed those before {@code freed}} */
    abstract long claimedUpTo(long freed);

    /**
     * Makes every word zero at which a header may come to stand. Release stores: nothing that was stored before comes after them.
     */
    final void clear(long from, long to) {
        long base = dataAddress();
        long mask = capacity - 1;
        for (long at = from; at < to; at += alignment) {
            OffHeap.putLongRelease(base + (at & mask), 0);
        }
    }

    /** {@return up to where producers may go: one capacity ahead of the consumer, but never past the end of all positions} */
    final long limit(long consumed) {
        return Math.min(consumed, endOfPositions - capacity) + capacity;
    }

    final long dataAddress() {
        return data.address();
    }

    final long producerPositionAddress() {
        return producerPosition;
    }

    final long consumerPositionAddress() {
        return consumerPosition;
    }

    final long closedAddress() {
        return header + RegionHeader.CLOSED;
    }

    /** The word on which the consumer waits for messages; lanes of one ring share it. */
    final long consumerWaitAddress() {
        return header + RegionHeader.CONSUMER_WAIT;
    }

    /** The word on which producers wait for room. */
    final long producerWaitAddress() {
        return header + RegionHeader.PRODUCER_WAIT;
    }

    final long closedBits() {
        return closedBits;
    }
}
