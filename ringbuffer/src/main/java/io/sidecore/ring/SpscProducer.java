package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.PADDING_TYPE;
import static io.sidecore.ring.RecordLayout.header;

import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/** The producing side of an {@link SpscRing}. */
public final class SpscProducer extends RingProducer {
    /** Bytes between two stores of the producer's position: one a message would slow a stream of them. At most a quarter of the ring. */
    private static final long PUBLISH_INTERVAL = 1024;
    /** Bytes between two looks at the consumer's position, unless the ring is full before. At most a quarter of the ring. */
    private static final long LOOK_INTERVAL = 4096;
    /** Bytes ahead that a stream of messages touches at a time; 128, 256 and 512 have been measured, see docs/decisions/0003. */
    private static final long TOUCHED_BYTES = 256;
    private static final int TOUCH_STEP = 64;
    private static final long NEVER = Long.MAX_VALUE;

    private final long producerPosition;
    private final long consumerPosition;
    private final long lookInterval;
    private final long publishInterval;

    /** Up to here may be claimed without another look at the consumer's position. */
    private long limit;
    /** The consumer's position, when last looked up. */
    private long consumed;
    /** Bytes to touch at a time: one record if the consumer had nothing but the last message, or not even that, when last looked up. */
    private long touchedAhead = TOUCHED_BYTES;
    /** The lines before are here, unless the consumer has taken them back. */
    private long touched;
    /** From here on, the position is to be stored; NEVER while claims are set aside. */
    private long nextPublished;
    /** Open claims before the next one; the published position stays at the first of them. */
    private final ClaimsAside aside = new ClaimsAside();

    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    SpscProducer(SpscRing ring, Registration registration) {
        super(ring, registration);
        this.producerPosition = ring.producerPositionAddress();
        this.consumerPosition = ring.consumerPositionAddress();
        this.lookInterval = Math.min(LOOK_INTERVAL, capacity / 4);
        this.publishInterval = Math.min(PUBLISH_INTERVAL, capacity / 4);
        this.consumed = ring.consumerPosition();
        long tail = endOfCommitted(ring);
        startAt(tail);
        // A producer that has died has left anything behind the end, wherever it had claimed.
        long open = producerPosition + SpscRing.PRODUCER_OPEN;
        if (OffHeap.getLongAcquire(open) != 0) {
            ring.clear(tail, ring.limit(consumed));
        }
        OffHeap.putLong(open, 1);
        // Before any payload: with that word zero, what is free is zero.
        VarHandle.storeStoreFence();
        OffHeap.putLongRelease(producerPosition, tail);
        this.nextPublished = tail + publishInterval;
        this.limit = tail;
    }

    /** The published position lags behind the records, and by more if a producer has died: walk over those. */
    private long endOfCommitted(SpscRing ring) {
        long published = ring.publishedPosition();
        long read = ring.consumedPosition();
        if (consumed < 0 || published < 0 || consumed - published > capacity || published - consumed > capacity
                || read - consumed > capacity || (published | consumed | read) % alignment != 0) {
            throw new CorruptRingException(
                    ring.memory().name() + ": producer position " + published + ", consumer position " + consumed
                            + " and consumed position " + read + " contradict each other");
        }
        long end = ring.producerPosition();
        // The walk has looked at these words again: what it says holds only if it fits what was checked.
        if (end < consumed || end - consumed > capacity || end % alignment != 0) {
            throw new CorruptRingException(ring.memory().name() + ": the end of the records, " + end
                    + ", is not within a capacity of consumer position " + consumed);
        }
        long header = OffHeap.getLongAcquire(data + (end & capacity - 1));
        // The walk ends at a zero word, at the end of the lap, or before what is no record.
        if (end - consumed < capacity && header != 0) {
            throw RecordCheck.corrupt(ring, end, header);
        }
        return end;
    }

    @Override
    long reserve(long bytes) {
        long start = claimStart;
        long remaining = capacity - (start & capacity - 1);
        if (bytes > remaining) {
            return skipToStart(remaining, bytes);
        }
        // No call that is not made for each message, not even that of refusal: HotSpot would not inline it, and then stores the values of the caller's
        // loop to the stack with each message, 4 ns of a stream's 13 (docs/decisions/0003). So it does where records skip the end of the lap.
        return hasRoom(bytes) ? start : start + bytes > ring.endOfPositions ? Ring.CLOSED : Ring.BACK_PRESSURE;
    }

    @Override
    boolean hasRoomFor(long bytes) {
        long remaining = capacity - (claimStart & capacity - 1);
        long needed = bytes > remaining ? remaining + bytes : bytes;
        return hasRoom(needed) || refusal(needed) == Ring.CLOSED;
    }

    private boolean hasRoom(long bytes) {
        long end = claimStart + bytes;
        if (end <= limit) {
            return true;
        }
        // Pairs with the consumer's release: what lies before its position has been read, and is zero again.
        long position = OffHeap.getLongAcquire(consumerPosition);
        if (position > claimStart || position < consumed || position % alignment != 0) {
            throw new CorruptRingException(ring.memory().name() + ": consumer position " + position
                    + " is not between " + consumed + " and " + claimStart);
        }
        consumed = position;
        touchedAhead = claimStart - position <= bytes ? alignment : TOUCHED_BYTES;
        long free = ring.limit(position);
        limit = Math.min(free, end + lookInterval);
        return end <= free;
    }

    private long refusal(long bytes) {
        return claimStart + bytes > ring.endOfPositions ? Ring.CLOSED : Ring.BACK_PRESSURE;
    }

    private long skipToStart(long remaining, long bytes) {
        if (!hasRoom(remaining + bytes)) {
            return refusal(remaining + bytes);
        }
        // Pairs with the consumer's acquire: behind the padding it finds zero, or a record.
        OffHeap.putLongRelease(data + (claimStart & capacity - 1), header(remaining, PADDING_TYPE));
        startAt(claimStart + remaining);
        return claimStart;
    }

    @Override
    void onCommit(long end) {
        if (end >= touched) {
            touch(end);
        }
        if (end >= nextPublished) {
            // Pairs with the acquire in producerPosition: who sees the position sees the records before it.
            OffHeap.putLongRelease(producerPosition, end);
            nextPublished = end + publishInterval;
        }
    }

    /**
     * Stores zeros that are there already into lines that will be written next: they come here while the consumer is busy. A consumer that waits
     * for the next message gets one line only, because it takes them back by looking; in a stream, several misses are then taken at a time.
     */
    private void touch(long from) {
        long to = Math.min(from + touchedAhead, limit);
        for (long at = from; at < to; at += TOUCH_STEP) {
            OffHeap.putLong(data + (at & capacity - 1), 0);
        }
        touched = Math.max(to, from + 1);
    }

    @Override
    void withdraw(long start, long end) {
        ring.clear(start, end);
    }

    @Override
    public long position() {
        return claimStart;
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
        moveClaim(aside);
        nextPublished = NEVER;
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
        boolean isLast = aside.isEmpty();
        // Pairs with the consumer's acquire of the same word: it sees the payload.
        OffHeap.putLongRelease(data + offset, header);
        OffHeap.putLongRelease(producerPosition, isLast ? claimStart : aside.first());
        nextPublished = isLast ? claimStart + publishInterval : NEVER;
        Reference.reachabilityFence(ring);
    }

    /** Ends this side: aborts all open claims and frees the place for another producer. The ring itself stays open. */
    @Override
    public void close() {
        while (!aside.isEmpty()) {
            endAside((aside.first() & capacity - 1) + RecordLayout.HEADER_LENGTH, false);
        }
        if (hasOpenClaim()) {
            abort();
        }
        if (isOpen()) {
            OffHeap.putLongRelease(producerPosition, claimStart);
            // Behind the end, all is zero.
            OffHeap.putLongRelease(producerPosition + SpscRing.PRODUCER_OPEN, 0);
        }
        super.close();
    }
}
