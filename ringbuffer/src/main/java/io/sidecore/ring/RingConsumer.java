package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.RecordLayout.PADDING_TYPE;

import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * The consuming side of a {@link Ring}. One thread at a time; hand it over only with a happens-before edge.
 *
 * <p>A batch is freed with one release store when its poll ends. A consumer that dies in mid-poll has therefore consumed nothing
 * of that batch: the next consumer gets it again (at least once). {@link #messagePosition()} tells the messages apart: it grows with every
 * message and survives restarts, so whoever stores it together with a message's effect can skip what comes twice (exactly once).
 */
public abstract sealed class RingConsumer extends Padding implements AutoCloseable permits SpscConsumer, MpscConsumer {
    final Ring ring;
    final long data;
    final long capacity;
    final int alignment;
    private final MemorySegment segment;
    /** Null where the side belongs to a larger one, which is registered itself. */
    private final Registration registration;

    /** Where the next record is. Never read back from shared memory. */
    private long head;
    private long messagePosition;
    private ControlledMessageHandler.Action ending;

    RingConsumer(Ring ring, Registration registration) {
        this.ring = ring;
        this.segment = ring.data();
        this.data = ring.dataAddress();
        this.capacity = ring.capacity();
        this.alignment = ring.alignment();
        this.registration = registration;
        this.head = ring.consumerPosition();
        if (head < 0 || head % alignment != 0) {
            throw new CorruptRingException(ring,
                    ring.memory().name() + ": consumer position " + head + " is not that of a record");
        }
    }

    /**
     * Hands over what has been committed, in order, and then frees all of it with one release store.
     *
     * <p>If the handler throws, the message it threw on counts as consumed, the ones before it too, and the rest stays in the
     * ring for the next call.
     *
     * @param handler receives each message on this thread
     * @param limit   at most so many messages
     * @return messages handed over, 0 if there was none
     * @throws CorruptRingException if a record's header is impossible; the ring stays where it is
     */
    public final int poll(MessageHandler handler, int limit) {
        long start = head;
        long position = start;
        int messages = 0;
        try {
            while (messages < limit) {
                long offset = position & capacity - 1;
                // Pairs with the producer's release store of the same word.
                long header = OffHeap.getLongAcquire(data + offset);
                if (header == 0) {
                    break;
                }
                int length = RecordLayout.length(header);
                int type = RecordLayout.type(header);
                position += checkedLength(position, offset, header);
                if (type != PADDING_TYPE) {
                    messages++;
                    messagePosition = position;
                    handler.onMessage(type, segment, offset + HEADER_LENGTH, length - HEADER_LENGTH);
                }
            }
        } finally {
            if (position != start) {
                head = position;
                release(start, position);
            }
            Reference.reachabilityFence(ring);
        }
        if (messages == 0) {
            onEmpty(position);
        }
        return messages;
    }

    /**
     * Hands over what has been committed, in order; after each message the handler says how to go on.
     *
     * <p>If the handler throws, the message it threw on counts as consumed, the ones before it too, and the rest stays in the
     * ring for the next call.
     *
     * @param handler receives each message on this thread, and answers
     * @param limit   at most so many messages
     * @return messages consumed; one that was answered with ABORT does not count
     * @throws CorruptRingException if a record's header is impossible; the ring stays where it is
     */
    public final int controlledPoll(ControlledMessageHandler handler, int limit) {
        long start = head;
        long position = start;
        int messages = 0;
        ControlledMessageHandler.Action stop = null;
        try {
            while (stop == null && messages < limit) {
                long offset = position & capacity - 1;
                // Pairs with the producer's release store of the same word.
                long header = OffHeap.getLongAcquire(data + offset);
                if (header == 0) {
                    break;
                }
                int length = RecordLayout.length(header);
                int type = RecordLayout.type(header);
                long before = position;
                position += checkedLength(position, offset, header);
                if (type == PADDING_TYPE) {
                    continue;
                }
                messages++;
                messagePosition = position;
                switch (handler.onMessage(type, segment, offset + HEADER_LENGTH, length - HEADER_LENGTH)) {
                    case CONTINUE -> {
                    }
                    case BREAK -> stop = ControlledMessageHandler.Action.BREAK;
                    case COMMIT -> {
                        head = position;
                        release(start, position);
                        start = position;
                    }
                    case ABORT -> {
                        messages--;
                        position = before;
                        stop = ControlledMessageHandler.Action.ABORT;
                    }
                }
            }
        } finally {
            ending = stop;
            if (position != start) {
                head = position;
                release(start, position);
            }
            Reference.reachabilityFence(ring);
        }
        if (messages == 0 && stop == null) {
            onEmpty(position);
        }
        return messages;
    }

    private long checkedLength(long position, long offset, long header) {
        int length = RecordLayout.length(header);
        int type = RecordLayout.type(header);
        long aligned = RecordLayout.align(length, alignment);
        if (length < HEADER_LENGTH || offset + aligned > capacity || type < 1 && type != PADDING_TYPE) {
            throw RecordCheck.corrupt(ring, position, header);
        }
        return aligned;
    }

    /** Gives the bytes between the positions back to the producers. */
    abstract void release(long from, long to);

    /** There is no record at the position: nothing has been claimed, or a claim is open. */
    abstract void onEmpty(long position);

    /** {@return whether the ring is closed and everything that was committed has been consumed; no message will follow} */
    public abstract boolean isDrained();

    /** {@return bytes consumed since creation, padding included; this side's own count} */
    public final long position() {
        return head;
    }

    /** {@return position behind the message that was handed over last: unique and growing; within a handler, the present one's} */
    public final long messagePosition() {
        return messagePosition;
    }

    /** How the handler has ended the latest controlled poll, with BREAK or ABORT; null if it has not. */
    final ControlledMessageHandler.Action ending() {
        return ending;
    }

    /** Tells the others that this side is alive and at work. Costs a clock reading; call it now and then, not per message. */
    public final void heartbeat() {
        if (registration != null) {
            registration.heartbeat();
        }
    }

    /** Ends this side and frees its place for another consumer; what is in the ring stays there. */
    @Override
    public final void close() {
        if (registration != null) {
            registration.close();
        }
    }
}
