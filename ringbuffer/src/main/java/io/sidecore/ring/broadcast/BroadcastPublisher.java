package io.sidecore.ring.broadcast;

import static io.sidecore.ring.broadcast.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.broadcast.RecordLayout.PADDING_TYPE;
import static io.sidecore.ring.broadcast.RecordLayout.SEQUENCE_OFFSET;
import static io.sidecore.ring.broadcast.RecordLayout.align;
import static io.sidecore.ring.broadcast.RecordLayout.header;

import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.CorruptRingException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.ConcurrentModificationException;
import java.util.Objects;

/**
 * The publishing side of a {@link BroadcastRing}. One thread at a time; hand it over only with a happens-before edge.
 *
 * <p>No operation waits, allocates or makes a system call: the oldest messages give way. A claim is private until its commit: a
 * publisher that dies in between has published nothing. At most one claim is open at a time.
 */
public final class BroadcastPublisher extends Padding implements AutoCloseable {
    /** In the place of a claim's header: there will be none. */
    private static final long ENDED = -1;

    private final BroadcastRing ring;
    private final Registration registration;
    private final long data;
    private final long tailIntentAddress;
    private final long tailAddress;
    private final long latestAddress;
    private final long capacity;
    private final int alignment;
    private final int maxMessageLength;

    /** Where the next record goes. Never read back from shared memory. */
    private long tail;
    /** How far data may have been written, by this publisher or a dead one. Never decreases. */
    private long tailIntent;
    private long sequence;
    private long claimed;
    private long claimedEnd;
    /** Zero: no claim is open. Negative: this side is closed. */
    private long claimedHeader;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    BroadcastPublisher(BroadcastRing ring, Registration registration) {
        this.ring = ring;
        this.registration = registration;
        this.data = ring.dataAddress();
        this.tailIntentAddress = ring.tailIntentAddress();
        this.tailAddress = ring.tailAddress();
        this.latestAddress = ring.latestAddress();
        this.capacity = ring.capacity();
        this.alignment = ring.alignment();
        this.maxMessageLength = ring.maxMessageLength();
        NewestRecord newest = NewestRecord.find(ring);
        this.tail = newest.tail();
        this.sequence = newest.next();
        this.tailIntent = OffHeap.getLongAcquire(tailIntentAddress);
        long ahead = tailIntent - tail;
        // A claim takes at most a quarter of the ring, and its padding less than that.
        if (ahead < 0 || ahead > capacity / 2 || (tailIntent & alignment - 1) != 0) {
            throw new CorruptRingException(ring.memory().name() + ": tail intent " + tailIntent + " and tail " + tail
                    + " contradict each other");
        }
        // Before anything else is written: lapped readers may go on only where the intent has not come near.
        OffHeap.putLongRelease(latestAddress, newest.position());
    }

    /**
     * Takes room for one message, to be written in place and then committed or aborted. The oldest messages of the ring are
     * lost to readers that have not read them yet.
     *
     * @param type   of the message, positive
     * @param length bytes of payload, 0 to {@link BroadcastRing#maxMessageLength()}
     * @return offset of the payload in {@link BroadcastRing#data()}, a multiple of 16
     * @throws IllegalArgumentException if type or length is out of range
     * @throws IllegalStateException    if a claim is open or this side is closed
     */
    public long claim(int type, int length) {
        if (type < 1) {
            throw new IllegalArgumentException("type " + type + ": must be positive");
        }
        if (length < 0 || length > maxMessageLength) {
            throw new IllegalArgumentException("length " + length + ": must be from 0 to " + maxMessageLength);
        }
        if (claimedHeader != 0) {
            throw new IllegalStateException(
                    claimedHeader == ENDED ? "this side is closed" : "a claim is open: commit or abort it first");
        }
        long bytes = align(length + HEADER_LENGTH, alignment);
        long offset = tail & capacity - 1;
        long remaining = capacity - offset;
        long end = tail + bytes;
        if (bytes <= remaining) {
            announce(end);
        } else {
            end += remaining;
            announce(end);
            OffHeap.putLong(data + offset, header(remaining, PADDING_TYPE));
            OffHeap.putLong(data + offset + SEQUENCE_OFFSET, sequence);
            offset = 0;
        }
        claimed = data + offset;
        claimedEnd = end;
        claimedHeader = header(length + HEADER_LENGTH, type);
        return offset + HEADER_LENGTH;
    }

    /** After an abort, or the death of a publisher, the intent may be ahead of this claim already. */
    private void announce(long end) {
        if (end - tailIntent > 0) {
            tailIntent = end;
            // Release: whoever sees this intent, with acquire, finds tail and latest no older than it.
            OffHeap.putLongRelease(tailIntentAddress, end);
            // Pairs with the reader's acquire fence: whoever reads a byte stored from here on finds the intent too.
            VarHandle.storeStoreFence();
        }
    }

    /**
     * Publishes the open claim, with release order.
     *
     * @return the message's sequence number: how many messages were published before it
     * @throws IllegalStateException if no claim is open
     */
    public long commit() {
        long header = claimedHeader;
        if (header <= 0) {
            throw new IllegalStateException("no claim is open");
        }
        claimedHeader = 0;
        long number = sequence;
        long first = claimed;
        OffHeap.putLong(first, header);
        OffHeap.putLong(first + SEQUENCE_OFFSET, number);
        long end = claimedEnd;
        // Pairs with the reader's acquire: it sees the record, and the padding before it.
        OffHeap.putLongRelease(tailAddress, end);
        // After the tail, so that what it points at is always published; a reader that was lapped loads it with acquire.
        OffHeap.putLongRelease(latestAddress, end - align(RecordLayout.length(header), alignment));
        tail = end;
        sequence = number + 1;
        Reference.reachabilityFence(ring);
        return number;
    }

    /**
     * Gives the open claim back; no reader ever sees it, and it takes no sequence number. The old messages that it has
     * displaced stay lost.
     *
     * @throws IllegalStateException if no claim is open
     */
    public void abort() {
        if (claimedHeader <= 0) {
            throw new IllegalStateException("no claim is open");
        }
        claimedHeader = 0;
    }

    /**
     * Copies a message in and publishes it, with release order.
     *
     * @param type   of the message, positive
     * @param source where the payload is, on the heap or not
     * @param offset first byte of the payload in {@code source}
     * @param length bytes of payload, 0 to {@link BroadcastRing#maxMessageLength()}
     * @return the message's sequence number
     * @throws IllegalArgumentException  if type or length is out of range
     * @throws IndexOutOfBoundsException if the payload is not within {@code source}
     * @throws IllegalStateException     if a claim is open or this side is closed
     */
    public long offer(int type, MemorySegment source, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.byteSize());
        long payload = claim(type, length);
        try {
            OffHeap.copyFrom(source, offset, data + payload, length);
        } catch (RuntimeException | Error e) {
            // The source's arena is closed, or another thread's, or the file that is mapped there was cut short.
            abort();
            throw e;
        }
        return commit();
    }

    /**
     * Copies a message in from several places, one behind the other, and publishes it, with release order.
     *
     * @param type  of the message, positive
     * @param parts segments, each taken as a whole; together 0 to {@link BroadcastRing#maxMessageLength()} bytes. Keep the
     *              array for the next message, and nothing is allocated; nobody may change it meanwhile
     * @return the message's sequence number
     * @throws IllegalArgumentException        if type or length is out of range
     * @throws IllegalStateException           if a claim is open or this side is closed
     * @throws ConcurrentModificationException if another thread has replaced a part by one of another length; nothing is published
     */
    public long offer(int type, MemorySegment... parts) {
        long length = 0;
        for (MemorySegment part : parts) {
            // Saturates: parts may be as large as the address space.
            length = Math.min(length + part.byteSize(), Integer.MAX_VALUE);
        }
        long at = data + claim(type, (int) length);
        long end = at + length;
        try {
            for (MemorySegment part : parts) {
                long size = part.byteSize();
                if (size > end - at) {
                    throw new ConcurrentModificationException("the parts have changed while they were copied");
                }
                OffHeap.copyFrom(part, 0, at, size);
                at += size;
            }
            if (at != end) {
                // What a former message has left there must not pass for the end of this one.
                throw new ConcurrentModificationException("the parts have changed while they were copied");
            }
        } catch (RuntimeException | Error e) {
            abort();
            throw e;
        }
        return commit();
    }

    /** {@return bytes published since creation, padding included; this side's own count} */
    public long position() {
        return tail;
    }

    /** {@return messages published since creation; this side's own count} */
    public long published() {
        return sequence;
    }

    /** Tells the others that this side is alive and at work. Costs a clock reading; call it now and then, not per message. */
    public void heartbeat() {
        registration.heartbeat();
    }

    /** Ends this side: gives up an open claim and frees the place for another publisher. Idempotent. */
    @Override
    public void close() {
        claimedHeader = ENDED;
        registration.close();
    }
}
