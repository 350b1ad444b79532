package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.RecordLayout.align;
import static io.sidecore.ring.RecordLayout.header;

import io.sidecore.memory.Party;
import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * A producing side of a {@link Ring}. One thread at a time; hand it over only with a happens-before edge.
 *
 * <p>No operation but {@link #close} blocks, allocates or makes a system call. A claim is private until its commit: a producer
 * that dies in between has published nothing. At most one claim, of one record or of a batch, is open at a time.
 */
public abstract sealed class RingProducer extends Padding implements AutoCloseable permits SpscProducer, MpscProducer {
    final Ring ring;
    final long data;
    final long capacity;
    final int alignment;
    private final int maxMessageLength;
    private final long closed;
    private final long closedBits;
    private final Registration registration;

    private long claimedOffset;
    private long claimedBytes;
    private long claimedStride;
    private long claimedHeader;

    RingProducer(Ring ring, Registration registration) {
        this.ring = ring;
        this.data = ring.dataAddress();
        this.capacity = ring.capacity();
        this.alignment = ring.alignment();
        this.maxMessageLength = ring.maxMessageLength();
        this.closed = ring.closedAddress();
        this.closedBits = ring.closedBits();
        this.registration = registration;
    }

    /**
     * Reserves room for one message, to be written in place and then committed or aborted.
     *
     * @param type   of the message, positive
     * @param length bytes of payload, 0 to {@link Ring#maxMessageLength()}
     * @return offset of the payload in {@link #data()}, or {@link Ring#BACK_PRESSURE} or {@link Ring#CLOSED}, both negative
     * @throws IllegalArgumentException if type or length is out of range
     * @throws IllegalStateException    if a claim is open
     */
    public final long tryClaim(int type, int length) {
        return claim(type, length, 1);
    }

    /**
     * Reserves room for several messages of one size, which one store will commit together.
     *
     * @param type   of each message, positive
     * @param length bytes of payload of each message
     * @param count  messages, 1 or more; together at most a quarter of the ring
     * @return offset of the first payload in {@link #data()}, the next ones following at a distance of {@link #stride(int)}, or
     *         {@link Ring#BACK_PRESSURE} or {@link Ring#CLOSED}
     * @throws IllegalArgumentException if an argument is out of range
     * @throws IllegalStateException    if a claim is open
     */
    public final long tryClaimBatch(int type, int length, int count) {
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
    public final long stride(int length) {
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
        if ((OffHeap.getLongOpaque(closed) & closedBits) != 0) {
            return Ring.CLOSED;
        }
        long offset = reserve(bytes);
        if (offset < 0) {
            return Ring.BACK_PRESSURE;
        }
        claimedOffset = offset;
        claimedBytes = bytes;
        claimedStride = stride;
        claimedHeader = header(length + HEADER_LENGTH, type);
        return offset + HEADER_LENGTH;
    }

    /** Reserves so many bytes in one piece; returns their offset in the data, or a negative number if there is no room. */
    abstract long reserve(long bytes);

    /**
     * Publishes the open claim, with release order.
     *
     * @throws IllegalStateException if no claim is open
     */
    public final void commit() {
        long bytes = claimedBytes;
        if (bytes == 0) {
            throw new IllegalStateException("no claim is open");
        }
        claimedBytes = 0;
        long first = data + claimedOffset;
        for (long at = claimedStride; at < bytes; at += claimedStride) {
            OffHeap.putLong(first + at, claimedHeader);
        }
        publish(bytes, first, claimedHeader);
        Reference.reachabilityFence(ring);
    }

    /** Makes the reserved bytes visible by storing their first header. */
    abstract void publish(long bytes, long first, long header);

    /**
     * Gives the open claim back; the consumer never learns of it.
     *
     * @throws IllegalStateException if no claim is open
     */
    public final void abort() {
        if (claimedBytes == 0) {
            throw new IllegalStateException("no claim is open");
        }
        long bytes = claimedBytes;
        claimedBytes = 0;
        withdraw(bytes, data + claimedOffset);
    }

    /** Undoes a reservation, into which anything may have been written. */
    abstract void withdraw(long bytes, long first);

    /**
     * Copies a message in and publishes it, with release order.
     *
     * @param type   of the message, positive
     * @param source where the payload is, on the heap or not
     * @param offset first byte of the payload in {@code source}
     * @param length bytes of payload, 0 to {@link Ring#maxMessageLength()}
     * @return the position behind the message, or {@link Ring#BACK_PRESSURE} or {@link Ring#CLOSED}
     * @throws IllegalArgumentException  if type or length is out of range
     * @throws IndexOutOfBoundsException if the payload is not within {@code source}
     * @throws IllegalStateException     if a claim is open
     */
    public final long offer(int type, MemorySegment source, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.byteSize());
        long payload = claim(type, length, 1);
        if (payload < 0) {
            return payload;
        }
        copyIn(source, offset, payload, length);
        commit();
        return position();
    }

    /**
     * Gathers a message from several segments, one behind the other, and publishes it, with release order.
     *
     * @param type    of the message, positive
     * @param sources the parts, each in full, on the heap or not; an array that the caller may keep and reuse
     * @return the position behind the message, or {@link Ring#BACK_PRESSURE} or {@link Ring#CLOSED}
     * @throws IllegalArgumentException if the type or the sum of the lengths is out of range
     * @throws IllegalStateException    if a claim is open
     */
    public final long offer(int type, MemorySegment... sources) {
        long length = 0;
        for (MemorySegment source : sources) {
            length = Math.addExact(length, source.byteSize());
        }
        long payload = claim(type, (int) Math.min(length, Integer.MAX_VALUE), 1);
        if (payload < 0) {
            return payload;
        }
        for (MemorySegment source : sources) {
            copyIn(source, 0, payload, source.byteSize());
            payload += source.byteSize();
        }
        commit();
        return position();
    }

    private void copyIn(MemorySegment source, long offset, long payload, long length) {
        try {
            OffHeap.copyFrom(source, offset, data + payload, length);
        } catch (RuntimeException e) {
            // The source's arena is closed, or another thread's.
            abort();
            throw e;
        }
    }

    /** {@return the data that the offsets of claims refer to: the ring's, or that of this side's lane} */
    public final MemorySegment data() {
        return ring.data();
    }

    /** {@return bytes that this side has claimed up to the end of its latest commit, counted since the ring's creation} */
    public abstract long position();

    /** Tells the others that this side is alive and at work. Costs a clock reading; call it now and then, not per message. */
    public final void heartbeat() {
        registration.heartbeat();
    }

    /** {@return the place of this side in the region's table} */
    public final Party party() {
        return registration.party();
    }

    /** Ends this side: aborts an open claim and frees the place for another producer. The ring itself stays open. */
    @Override
    public void close() {
        if (claimedBytes != 0) {
            abort();
        }
        registration.close();
    }
}
