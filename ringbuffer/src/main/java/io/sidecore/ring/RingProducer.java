package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.RecordLayout.align;
import static io.sidecore.ring.RecordLayout.header;

import io.sidecore.memory.Party;
import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A producing side of a {@link Ring}. One thread at a time; hand it over only with a happens-before edge.
 *
 * <p>No operation but {@link #awaitRoom}, {@link #wake} and {@link #close} blocks, allocates or makes a system call. A claim is private
 * until its commit: a producer that dies in between has published nothing. At most one claim, of one record or of a batch, is open at a
 * time; {@link SpscProducer#setAside} makes room for more.
 */
public abstract sealed class RingProducer extends Padding implements AutoCloseable permits SpscProducer, MpscProducer {
    /** In the place of the end of a claim: there will be none. */
    private static final long ENDED = -1;

    final Ring ring;
    final long data;
    final long capacity;
    final int alignment;
    private final int maxMessageLength;
    private final long closed;
    private final long closedBits;
    private final Registration registration;

    /** Null until the first wait. */
    private WaitWord room;
    private long awaitedBytes;

    /**
     * Position of the open claim, or of the next one. It and {@link #claimEnd} are all that changes with each message, and stand side by side:
     * a store to another line than that of the record costs a stream of messages some 7 ns here, because the processor then takes fewer of
     * its misses at a time.
     */
    long claimStart;
    /** Behind the open claim; if there is none, {@link #claimStart} or ENDED. */
    private long claimEnd;
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
     * @throws IllegalStateException    if a claim is open or this side is closed
     * @throws CorruptRingException if the positions in shared memory contradict each other, or what this side has seen of them
     */
    public final long tryClaim(int type, int length) {
        if (isRefused(type, length)) {
            throw refusal(type, length);
        }
        long bytes = align((long) length + HEADER_LENGTH, alignment);
        return claim(bytes, header(length + HEADER_LENGTH, type));
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
     * @throws IllegalStateException    if a claim is open or this side is closed
     * @throws CorruptRingException if the positions in shared memory contradict each other, or what this side has seen of them
     */
    public final long tryClaimBatch(int type, int length, int count) {
        if (isRefused(type, length)) {
            throw refusal(type, length);
        }
        long stride = align((long) length + HEADER_LENGTH, alignment);
        if (count < 1) {
            throw new IllegalArgumentException("count " + count + ": must be positive");
        }
        if (count > 1 && stride * count > capacity / 4) {
            throw new IllegalArgumentException(
                    count + " messages of " + length + " bytes: more than a quarter of the ring");
        }
        long header = header(length + HEADER_LENGTH, type);
        long payload = claim(stride * count, header);
        // Nobody looks at the later headers before the first one is stored, which is the commit. Now, because these stores, one a line and one
        // behind the other, fetch the lines together.
        for (long at = stride; payload >= 0 && at < stride * count; at += stride) {
            OffHeap.putLong(data + payload - HEADER_LENGTH + at, header);
        }
        return payload;
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

    private boolean isRefused(int type, int length) {
        // Unsigned: a negative length is above every maximum.
        return type < 1 || Integer.compareUnsigned(length, maxMessageLength) > 0 || claimEnd != claimStart;
    }

    private RuntimeException refusal(int type, int length) {
        if (type < 1) {
            return new IllegalArgumentException("type " + type + ": must be positive");
        }
        if (claimEnd != claimStart) {
            return new IllegalStateException(
                    claimEnd == ENDED ? "this side is closed" : "a claim is open: commit or abort it first");
        }
        return new IllegalArgumentException("length " + length + ": must be from 0 to " + maxMessageLength);
    }

    private long claim(long bytes, long header) {
        if (isClosed()) {
            return Ring.CLOSED;
        }
        long start = reserve(bytes);
        if (start < 0) {
            return start;
        }
        claimStart = start;
        claimEnd = start + bytes;
        // Mostly as it was, and then not worth a store.
        if (claimedHeader != header) {
            claimedHeader = header;
        }
        return (start & capacity - 1) + HEADER_LENGTH;
    }

    /** Whether claims are refused for ever: the ring is closed, or this lane of it is quarantined. */
    private boolean isClosed() {
        return (OffHeap.getLongOpaque(closed) & closedBits) != 0;
    }

    /** Reserves so many bytes in one piece; returns their position, or BACK_PRESSURE or CLOSED. */
    abstract long reserve(long bytes);

    /**
     * Publishes the open claim, with release order.
     *
     * @throws IllegalStateException if no claim is open
     */
    public final void commit() {
        long start = claimStart;
        long end = claimEnd;
        if (end <= start) {
            throw new IllegalStateException("no claim is open");
        }
        // Pairs with the consumer's acquire of the same word: it sees payloads and later headers.
        OffHeap.putLongRelease(data + (start & capacity - 1), claimedHeader);
        claimStart = end;
        onCommit(end);
        Reference.reachabilityFence(ring);
    }

    /** What was claimed up to this position is published. */
    abstract void onCommit(long end);

    /**
     * Gives the open claim back; the consumer never learns of it.
     *
     * @throws IllegalStateException if no claim is open
     */
    public final void abort() {
        if (!hasOpenClaim()) {
            throw new IllegalStateException("no claim is open");
        }
        withdraw(claimStart, claimEnd);
        claimEnd = claimStart;
        Reference.reachabilityFence(ring);
    }

    /** {@return whether a claim is open that neither {@link #commit()} nor {@link #abort()} has ended} */
    public final boolean hasOpenClaim() {
        return claimEnd > claimStart;
    }

    final boolean isOpen() {
        return claimEnd != ENDED;
    }

    /** Whether the open claim, if there is one, has its payload at this offset. */
    final boolean isOpenAt(long payload) {
        return hasOpenClaim() && (claimStart & capacity - 1) + HEADER_LENGTH == payload;
    }

    /** Gives the open claim away, so that the next can be made behind it. */
    final void moveClaim(ClaimsAside claims) {
        if (!hasOpenClaim()) {
            throw new IllegalStateException("no claim is open");
        }
        claims.add(claimStart, claimEnd - claimStart, claimedHeader);
        claimStart = claimEnd;
    }

    /** No claim is open, and the next will be made here. */
    final void startAt(long position) {
        claimStart = position;
        claimEnd = position;
    }

    /** Undoes a reservation between the positions, into which anything may have been written. */
    abstract void withdraw(long start, long end);

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
     * @throws IllegalStateException     if a claim is open or this side is closed
     * @throws CorruptRingException if the positions in shared memory contradict each other, or what this side has seen of them
     */
    public final long offer(int type, MemorySegment source, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.byteSize());
        long payload = tryClaim(type, length);
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
     * @param sources the parts, each in full, on the heap or not; an array that the caller may keep and reuse, but nobody change meanwhile
     * @return the position behind the message, or {@link Ring#BACK_PRESSURE} or {@link Ring#CLOSED}
     * @throws IllegalArgumentException        if the type or the sum of the lengths is out of range
     * @throws IllegalStateException           if a claim is open or this side is closed
     * @throws ConcurrentModificationException if another thread has replaced a part by one of another length; nothing is published
     * @throws CorruptRingException            if the positions in shared memory contradict each other, or what this side has seen of them
     */
    public final long offer(int type, MemorySegment... sources) {
        long length = 0;
        for (MemorySegment source : sources) {
            length = Math.min(length + Math.min(source.byteSize(), Integer.MAX_VALUE), Integer.MAX_VALUE);
        }
        long payload = tryClaim(type, (int) length);
        if (payload < 0) {
            return payload;
        }
        long left = length;
        for (MemorySegment source : sources) {
            // Once: the array may hold another segment by now, and what is longer than the claim belongs to others.
            long part = source.byteSize();
            if (part > left) {
                throw partsHaveChanged();
            }
            copyIn(source, 0, payload, part);
            payload += part;
            left -= part;
        }
        if (left > 0) {
            throw partsHaveChanged();
        }
        commit();
        return position();
    }

    private ConcurrentModificationException partsHaveChanged() {
        abort();
        return new ConcurrentModificationException("the parts have changed while they were copied");
    }

    private void copyIn(MemorySegment source, long offset, long payload, long length) {
        try {
            OffHeap.copyFrom(source, offset, data + payload, length);
        } catch (RuntimeException | Error e) {
            // The source's arena is closed, or another thread's, or the file that is mapped there was cut short.
            abort();
            throw e;
        }
    }

    /** {@return the data that the offsets of claims refer to: the ring's, or that of this side's lane} */
    public final MemorySegment data() {
        return ring.data();
    }

    /**
     * Sleeps until there is room for a message, for those who cannot spin; a consumer that has polled ends the sleep with
     * {@link RingConsumer#wake}. Wakes a waiting consumer first, as {@link #wake} does.
     *
     * <p>Without a wake-up it looks again every 50 ms, so much is the delay if the waking process is killed at that moment or never wakes, and
     * the time until an interrupt is noticed. It returns at once if there is room, without a system call. The thread
     * sleeps in native code, with futex(2): a virtual thread keeps its carrier for that time. Allocates at the first call only.
     *
     * @param length  bytes of payload, 0 to {@link Ring#maxMessageLength()}
     * @param timeout longest wait; 0 or less only looks
     * @param unit    of the time-out
     * @return true if a claim is worth while: there was room, which another producer may have taken since, or the ring is
     *         closed, which the claim will tell; false if the time is over or the thread is interrupted, which it then still is
     * @throws IllegalArgumentException if the length is out of range
     * @throws IllegalStateException    if a claim is open, or if the kernel refuses futex(2), in a sandbox for example
     * @throws CorruptRingException if the positions in shared memory contradict each other, or what this side has seen of them
     */
    public final boolean awaitRoom(int length, long timeout, TimeUnit unit) {
        if (isRefused(1, length)) {
            throw refusal(1, length);
        }
        wake();
        if (room == null) {
            room = new WaitWord(ring.producerWaitAddress(), () -> isClosed() || hasRoomFor(awaitedBytes),
                    () -> {});
        }
        awaitedBytes = stride(length);
        boolean found = room.await(unit.toNanos(timeout));
        Reference.reachabilityFence(ring);
        return found;
    }

    /**
     * Wakes the consumer if it waits in {@link RingConsumer#await}; to be called after commits, if it may. Costs a full fence and
     * a load if nobody waits, a system call otherwise: one after a burst of commits is enough. This thread only.
     */
    public final void wake() {
        WaitWord.wake(ring.consumerWaitAddress());
        Reference.reachabilityFence(ring);
    }

    /** Whether so many bytes could be reserved now, padding included; reserves nothing. */
    abstract boolean hasRoomFor(long bytes);

    /** How often a wait has ended although nobody had woken it. */
    final long missedWakeUps() {
        return room == null ? 0 : room.missed();
    }

    /**
     * {@return position behind what this side has committed or set aside last; before its first commit, the producers' position when it was opened}
     */
    public abstract long position();

    /** Tells the others that this side is alive and at work. Costs a clock reading; call it now and then, not per message. */
    public final void heartbeat() {
        registration.heartbeat();
    }

    /** {@return the place of this side in the region's table} */
    public final Party party() {
        return registration.party();
    }

    /** Ends this side: aborts an open claim and frees the place for another producer. The ring itself stays open. Idempotent. */
    @Override
    public void close() {
        if (hasOpenClaim()) {
            abort();
        }
        claimEnd = ENDED;
        registration.close();
    }
}
