package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.RecordLayout.PADDING_TYPE;

import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The consuming side of a {@link Ring}. One thread at a time; hand it over only with a happens-before edge.
 *
 * <p>A batch is freed as a whole when its poll ends. A consumer that dies in mid-poll has therefore consumed nothing
 * of that batch: the next consumer gets it again (at least once). {@link #messagePosition()} tells the messages apart: it grows with every
 * message and survives restarts, so whoever stores it together with a message's effect can skip what comes twice (exactly once).
 */
public abstract sealed class RingConsumer extends Padding implements AutoCloseable permits SpscConsumer, MpscConsumer {
    final Ring ring;
    final long data;
    private final long consumerPosition;
    final long capacity;
    final int alignment;
    private final MemorySegment segment;
    /** In the place of the window: this side is closed; a poll is under way; so it is, and this side is to be closed with its end. */
    private static final long CLOSED = 0;
    private static final long POLLING = -1;
    private static final long CLOSING = -2;

    /** Bytes of one batch at the most: behind one lap come the headers with which it began, not yet freed. */
    private long window;
    /** Null where the side belongs to a larger one, which is registered itself. */
    private final Registration registration;

    /** Where the next record is. Never read back from shared memory. */
    private long head;
    private long messagePosition;
    /** Null until the first wait. */
    private WaitWord arrival;
    private ControlledMessageHandler.Action ending;

    RingConsumer(Ring ring, Registration registration) {
        this.ring = ring;
        this.segment = ring.data();
        this.data = ring.dataAddress();
        this.consumerPosition = ring.consumerPositionAddress();
        this.capacity = ring.capacity();
        this.window = capacity;
        this.alignment = ring.alignment();
        this.registration = registration;
        this.head = finishRelease(ring);
    }

    /** Ends the release that a dead consumer has begun: its batch was consumed, but not all of it is zero and free. */
    private static long finishRelease(Ring ring) {
        long freed = ring.consumerPosition();
        long consumed = ring.consumedPosition();
        long tail = ring.claimedUpTo(freed);
        if (freed < 0 || freed > tail || tail - freed > ring.capacity() || consumed > tail
                || (freed | tail | consumed) % ring.alignment() != 0) {
            throw new CorruptRingException(ring,
                    ring.memory().name() + ": consumer position " + freed + ", consumed position "
                            + consumed + " and producer position " + tail + " contradict each other");
        }
        if (consumed > freed) {
            ring.clear(freed, consumed);
            OffHeap.putLongRelease(ring.consumerPositionAddress(), consumed);
        }
        return consumed;
    }

    /**
     * Hands over what has been committed, in order, and then frees all of it: clears it, and stores its position, with release.
     *
     * <p>If the handler throws, the message it threw on counts as consumed, the ones before it too, and the rest stays in the
     * ring for the next call.
     *
     * <p>Takes no lock, allocates nothing and makes no system call, but for what {@link MpscConsumer} says of a claim that stays open.
     *
     * @param handler receives each message on this thread
     * @param limit   at most so many messages
     * @return messages handed over, 0 if there was none
     * @throws CorruptRingException  if a record's header is impossible, or a claim at the head has no owner; the ring stays where it is
     * @throws IllegalStateException if it is called by a handler of this side
     * @throws NullPointerException  if there is no handler; nothing is consumed
     */
    public final int poll(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler);
        long start = head;
        long position = start;
        int messages = 0;
        // Locals: behind an ordered load, a field would be loaded again.
        long base = data;
        long mask = capacity - 1;
        int unit = alignment;
        long longest = (mask + 1) / 4 - HEADER_LENGTH;
        long lap = enter();
        MemorySegment memory = segment;
        try {
            while (messages < limit && position - start < lap) {
                long offset = position & mask;
                // Pairs with the producer's release store of the same word.
                long header = OffHeap.getLongAcquire(base + offset);
                if (header == 0) {
                    break;
                }
                long length = RecordLayout.length(header);
                // Unsigned: one comparison for too short and too long.
                if (header < RecordLayout.FIRST_MESSAGE
                        || Long.compareUnsigned(length - HEADER_LENGTH, longest) > 0
                        || length > mask + 1 - offset) {
                    // What is not a message in order is a padding record, or an error.
                    position += RecordCheck.alignedLength(ring, position, header);
                    continue;
                }
                position += RecordLayout.align(length, unit);
                messages++;
                messagePosition = position;
                handler.onMessage(RecordLayout.type(header), memory, offset + HEADER_LENGTH,
                        (int) length - HEADER_LENGTH);
            }
        } finally {
            if (position != start) {
                release(start, position);
            }
            leave();
            Reference.reachabilityFence(ring);
        }
        if (messages == 0 && isOpen()) {
            onEmpty(position);
        }
        return messages;
    }

    /** Returns the bytes of one batch, none once this side is closed. */
    private long enter() {
        long lap = window;
        if (lap < 0) {
            throw new IllegalStateException("a handler is running: it cannot poll the side that called it");
        }
        if (lap != CLOSED) {
            window = POLLING;
        }
        return lap;
    }

    private void leave() {
        if (window == POLLING) {
            window = capacity;
        } else if (window == CLOSING) {
            end();
        }
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
     * @throws CorruptRingException  if a record's header is impossible, or a claim at the head has no owner; the ring stays where it is
     * @throws IllegalStateException if it is called by a handler of this side
     * @throws NullPointerException  if there is no handler, or if it answers null: the message that it was given stays in the ring then
     */
    public final int controlledPoll(ControlledMessageHandler handler, int limit) {
        Objects.requireNonNull(handler);
        long start = head;
        long position = start;
        int messages = 0;
        ControlledMessageHandler.Action stop = null;
        long lap = enter();
        try {
            while (stop == null && messages < limit && position - start < lap) {
                long offset = position & capacity - 1;
                // Pairs with the producer's release store of the same word.
                long header = OffHeap.getLongAcquire(data + offset);
                if (header == 0) {
                    break;
                }
                int length = RecordLayout.length(header);
                int type = RecordLayout.type(header);
                long before = position;
                position += RecordCheck.alignedLength(ring, position, header);
                if (type == PADDING_TYPE) {
                    continue;
                }
                messages++;
                messagePosition = position;
                ControlledMessageHandler.Action answer = handler.onMessage(type, segment, offset + HEADER_LENGTH,
                        length - HEADER_LENGTH);
                // Not a case of the switch, which would be linked at run time then.
                if (answer == null) {
                    position = before;
                    throw new NullPointerException("the handler has answered null; its message stays in the ring");
                }
                switch (answer) {
                    case CONTINUE -> {
                    }
                    case BREAK -> stop = ControlledMessageHandler.Action.BREAK;
                    case COMMIT -> {
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
                release(start, position);
            }
            leave();
            Reference.reachabilityFence(ring);
        }
        if (messages == 0 && stop == null && isOpen()) {
            onEmpty(position);
        }
        return messages;
    }

    final boolean isOpen() {
        return window != CLOSED;
    }

    /** Gives the bytes between the positions back to the producers, cleared: they rely on zeros where headers may come to stand. */
    private void release(long from, long to) {
        head = to;
        // From here on the batch counts as consumed; the next consumer would end what follows.
        OffHeap.putLongRelease(consumerPosition + Ring.CONSUMED, to);
        ring.clear(from, to);
        // Pairs with the producers' acquire: they write there only after these reads and zeros.
        OffHeap.putLongRelease(consumerPosition, to);
    }

    /** There is no record at the position: nothing has been claimed, or a claim is open. */
    abstract void onEmpty(long position);

    /**
     * Whether the ring is closed and empty, so that no message will follow. In an {@link SpscRing} one may, if a claim was open or just being
     * made when the ring was closed; in an {@link MpscRing} none can.
     *
     * @return true at the end only; in an {@link SpscRing}, before such a late commit, too early
     */
    public abstract boolean isDrained();

    /**
     * Sleeps until there is something to poll, for those who cannot spin; a producer that has committed ends the sleep with
     * {@link RingProducer#wake}. Wakes waiting producers first, as {@link #wake} does.
     *
     * <p>Without a wake-up it looks again every 50 ms, so much is the delay if the waking process is killed at that moment or never wakes, and
     * the time until an interrupt is noticed. A claim at the head of an {@link MpscRing} whose owner has died is skipped then. It
     * returns at once if a message is there, without a system call. The thread sleeps in native code, with futex(2): a
     * virtual thread keeps its carrier for that time. Allocates at the first call only.
     *
     * @param timeout longest wait; 0 or less only looks
     * @param unit    of the time-out
     * @return true if a poll is worth while (it may still find nothing but padding); false if the time is over, the ring is drained, this side is closed,
     *         or the thread is interrupted, which it then still is
     * @throws IllegalStateException if the kernel refuses futex(2), in a sandbox for example
     * @throws CorruptRingException if a claim at the head of an {@link MpscRing} has no owner, or none whose words fit the ring
     */
    public final boolean await(long timeout, TimeUnit unit) {
        wake();
        if (!isOpen()) {
            return false;
        }
        if (arrival == null) {
            arrival = new WaitWord(ring.consumerWaitAddress(), () -> hasRecord() || isDrained(), this::onStalled);
        }
        arrival.await(unit.toNanos(timeout));
        boolean found = hasRecord();
        Reference.reachabilityFence(ring);
        return found;
    }

    /**
     * Wakes the producers that wait for room in {@link RingProducer#awaitRoom}; to be called after polls, if there may be any. Costs a full
     * fence and a load if nobody waits, a system call otherwise. This thread only.
     */
    public final void wake() {
        WaitWord.wake(ring.producerWaitAddress());
        Reference.reachabilityFence(ring);
    }

    final boolean hasRecord() {
        // Pairs with the producer's release store of the same word.
        return OffHeap.getLongAcquire(data + (head & capacity - 1)) != 0;
    }

    /** Waiting has brought nothing for a while. */
    abstract void onStalled();

    /** How often a wait has ended although nobody had woken it. */
    final long missedWakeUps() {
        return arrival == null ? 0 : arrival.missed();
    }

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

    /**
     * Ends this side and frees its place for another consumer; what is in the ring stays there. Its polls return 0 from now on,
     * also where messages are left. When a handler calls
     * it, the poll is ended as it would have been, and then this side. Idempotent.
     */
    @Override
    public final void close() {
        if (window < 0) {
            window = CLOSING;
        } else {
            end();
        }
    }

    private void end() {
        window = CLOSED;
        if (registration != null) {
            registration.close();
        }
    }
}
