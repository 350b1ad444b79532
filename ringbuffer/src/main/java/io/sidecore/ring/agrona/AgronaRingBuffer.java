package io.sidecore.ring.agrona;

import io.sidecore.memory.Party;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingConsumer;
import io.sidecore.ring.SpscRing;
import java.lang.ref.Reference;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * A {@link Ring} as an Agrona {@link RingBuffer}; see this package for what differs.
 *
 * <p>Threads: one may read; one may write over an {@link SpscRing}, any over an {@link MpscRing}. The roles are taken at the first
 * claim and the first read, so an object that only writes leaves the consumer's place to another process. No method allocates, but for the first
 * call of each role, and {@link #unblock()}.
 *
 * <p>Memory order: {@code commit} and {@code write} publish with release order, {@code read} acquires. A claim over an {@link MpscRing} costs
 * one compare-and-set more than with a producer of one's own: that which takes a producer from the table for the length of the claim.
 */
public abstract sealed class AgronaRingBuffer implements RingBuffer, AutoCloseable permits OneToOne, ManyToOne {
    static final int HEADER_LENGTH = Long.BYTES;

    final UnsafeBuffer buffer;
    private final Ring ring;
    private final long consumerHeartbeat;
    private final int recordsInALap;
    private Delivery delivery;

    AgronaRingBuffer(Ring ring) {
        this.ring = ring;
        // By way of a ByteBuffer, which refers to the region: whoever keeps the buffer keeps the memory.
        this.buffer = new UnsafeBuffer(ring.data().asByteBuffer());
        this.consumerHeartbeat = ring.consumerParty().address() + Party.HEARTBEAT;
        this.recordsInALap = (int) (ring.capacity() / ring.alignment());
    }

    /**
     * One producing thread, one consuming thread.
     *
     * @param ring of this process or of two
     * @return in place of a {@code OneToOneRingBuffer}
     */
    public static AgronaRingBuffer over(SpscRing ring) {
        return new OneToOne(ring);
    }

    /**
     * Many producing threads, one consuming thread.
     *
     * @param ring of this process or of several
     * @return in place of a {@code ManyToOneRingBuffer}
     */
    public static AgronaRingBuffer over(MpscRing ring) {
        return new ManyToOne(ring);
    }

    @Override
    public final int capacity() {
        return (int) ring.capacity();
    }

    /**
     * Copies a message in and publishes it, with release order. A producing thread.
     *
     * @param msgTypeId positive
     * @param srcBuffer where the payload is
     * @param offset    first byte of the payload in {@code srcBuffer}
     * @param length    bytes, 0 to {@link #maxMsgLength()}
     * @return false if there is no room now
     * @throws IllegalArgumentException  if the type or the length is out of range
     * @throws IndexOutOfBoundsException if the payload is not within {@code srcBuffer} and Agrona's bounds checks are on
     * @throws IllegalStateException     if the ring is closed, or the producer's place is another's
     */
    @Override
    public abstract boolean write(int msgTypeId, DirectBuffer srcBuffer, int offset, int length);

    /**
     * Reserves room for a message, to be written in place. A producing thread; other claims may be open.
     *
     * @param msgTypeId positive
     * @param length    bytes, 0 to {@link #maxMsgLength()}
     * @return index of the payload in {@link #buffer()}, positive, or {@link RingBuffer#INSUFFICIENT_CAPACITY} if there is no room now
     * @throws IllegalArgumentException if the type or the length is out of range
     * @throws IllegalStateException    if the ring is closed, or the producer's place is another's
     */
    @Override
    public abstract int tryClaim(int msgTypeId, int length);

    /**
     * Publishes a claim, with release order. The thread that made it, or one that the index was handed to with a happens-before edge.
     *
     * @param index what {@link #tryClaim} returned
     * @throws IllegalArgumentException if the index is outside the buffer
     * @throws IllegalStateException    if this object has no open claim there: never made, or ended already
     */
    @Override
    public abstract void commit(int index);

    /**
     * Gives a claim back; the consumer passes over it. Threads as with {@link #commit}.
     *
     * @param index what {@link #tryClaim} returned
     * @throws IllegalArgumentException if the index is outside the buffer
     * @throws IllegalStateException    if this object has no open claim there: never made, or ended already
     */
    @Override
    public abstract void abort(int index);

    /**
     * Hands over what has been committed, in order, one lap of the ring at the most, and frees it at the end. The consuming thread.
     *
     * @param handler receives each message; if it throws, that message and those before it are consumed, the rest stays
     * @return messages handed over
     * @throws IllegalStateException if the consumer's place is another's, or the ring is corrupt
     */
    @Override
    public final int read(MessageHandler handler) {
        return delivery().read(handler, recordsInALap);
    }

    /**
     * As {@link #read(MessageHandler)}, with a limit.
     *
     * @param handler           receives each message; if it throws, that message and those before it are consumed, the rest stays
     * @param messageCountLimit at most so many; none if it is not positive
     * @return messages handed over
     * @throws IllegalStateException if the consumer's place is another's, or the ring is corrupt
     */
    @Override
    public final int read(MessageHandler handler, int messageCountLimit) {
        return delivery().read(handler, messageCountLimit);
    }

    /**
     * Hands over what has been committed, in order, one lap of the ring at the most; the handler says how to go on. The consuming thread.
     *
     * @param handler receives each message; if it throws, that message and those before it are consumed, the rest stays
     * @return messages consumed; one that was answered with ABORT does not count
     * @throws IllegalStateException if the consumer's place is another's, or the ring is corrupt
     */
    @Override
    public final int controlledRead(ControlledMessageHandler handler) {
        return delivery().controlledRead(handler, recordsInALap);
    }

    /**
     * As {@link #controlledRead(ControlledMessageHandler)}, with a limit.
     *
     * @param handler           receives each message; if it throws, that message and those before it are consumed, the rest stays
     * @param messageCountLimit at most so many; none if it is not positive
     * @return messages consumed; one that was answered with ABORT does not count
     * @throws IllegalStateException if the consumer's place is another's, or the ring is corrupt
     */
    @Override
    public final int controlledRead(ControlledMessageHandler handler, int messageCountLimit) {
        return delivery().controlledRead(handler, messageCountLimit);
    }

    private Delivery delivery() {
        Delivery open = delivery;
        if (open == null) {
            open = new Delivery(openConsumer(), buffer);
            delivery = open;
        }
        return open;
    }

    abstract RingConsumer openConsumer();

    /** The consuming side, or null before the first read. */
    final RingConsumer consumer() {
        Delivery open = delivery;
        return open == null ? null : open.consumer();
    }

    @Override
    public final int maxMsgLength() {
        return ring.maxMessageLength();
    }

    /** {@return 1, 2, 3, ...: unique among all parties of this ring; any thread of any process} */
    @Override
    public final long nextCorrelationId() {
        return ring.nextCorrelationId();
    }

    /** {@return the ring's data, without positions and counters; it keeps the memory mapped} */
    @Override
    public final AtomicBuffer buffer() {
        return buffer;
    }

    /**
     * Stores the time of the consumer's last sign of life, volatile. Any thread, but it is the consumer's word.
     *
     * @param time milliseconds since 1970
     */
    @Override
    public final void consumerHeartbeatTime(long time) {
        OffHeap.putLongVolatile(consumerHeartbeat, time);
        Reference.reachabilityFence(ring);
    }

    /** {@return what was stored last, or the time at which the consumer registered; 0 if there was none; any thread} */
    @Override
    public final long consumerHeartbeatTime() {
        long time = OffHeap.getLongVolatile(consumerHeartbeat);
        Reference.reachabilityFence(ring);
        return time;
    }

    /** {@return bytes produced since creation, padding included; any thread, acquire} */
    @Override
    public final long producerPosition() {
        return ring.producerPosition();
    }

    /** {@return bytes consumed since creation, padding included; any thread, acquire} */
    @Override
    public final long consumerPosition() {
        return ring.consumerPosition();
    }

    /** {@return bytes not yet consumed, 0 to {@link #capacity()}; a snapshot, any thread} */
    @Override
    public final int size() {
        return (int) ring.size();
    }

    /**
     * Skips a claim at the head of the ring if the process that made it is dead. The consuming thread, after its first read; reads {@code /proc}, allocates.
     *
     * @return whether a claim was skipped; never over an {@link SpscRing}, whose next producer takes over from a dead one
     */
    @Override
    public abstract boolean unblock();

    /**
     * Aborts open claims and gives the roles back to others; the ring and what is in it stay. Nobody may be in another method meanwhile.
     * A later claim or read takes its role again.
     */
    @Override
    public void close() {
        RingConsumer consumer = consumer();
        if (consumer != null) {
            delivery = null;
            consumer.close();
        }
    }

    final void checkIndex(int index) {
        if (index < HEADER_LENGTH || index > capacity()) {
            throw new IllegalArgumentException(
                    "index " + index + ": must be from " + HEADER_LENGTH + " to " + capacity());
        }
    }

    /** For a claim that is not open, with what the memory still tells of how it ended. */
    final IllegalStateException notOpen(int index) {
        int record = index - HEADER_LENGTH;
        boolean isEmpty = record % ring.alignment() != 0 || buffer.getInt(record) == 0;
        String reason = isEmpty
                ? "none was made there, or its room is free again"
                : buffer.getInt(record + Integer.BYTES) == PADDING_MSG_TYPE_ID
                        ? "it was aborted before"
                        : "it was committed before";
        return new IllegalStateException("no claim is open at index " + index + ": " + reason);
    }

    static int insufficient(long refused) {
        if (refused == Ring.CLOSED) {
            throw new IllegalStateException("the ring is closed: it takes no more messages");
        }
        return INSUFFICIENT_CAPACITY;
    }
}
