package io.sidecore.ring;

import io.sidecore.memory.Registration;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The consuming side of a {@link LaneRing}. One thread at a time; hand it over only with a happens-before edge.
 *
 * <p>The lanes have their turns one after the other, round and round, and no turn is longer than the budget. A turn that a poll's limit cuts
 * short is continued by the next poll, so neither the limit nor the budget favours a lane: a message at the head of its lane waits for no more
 * than the budget times the number of other lanes, in messages. An empty lane costs the load of the word in which its next message will appear, and a lane
 * that was never opened costs nothing.
 *
 * <p>A batch of one lane is freed as a whole when its turn, or the poll, ends. A consumer that dies in mid-turn has consumed nothing
 * of it: the next consumer gets it again (at least once). {@link #lane()} and {@link #messagePosition()} tell the messages apart: whoever stores the
 * position of each lane together with a message's effect can skip what comes twice (exactly once).
 *
 * <p>A lane that holds something impossible is quarantined: one poll throws and says which, and from the next poll on the other lanes go on without
 * it. What that lane held is not handed over, and its producer's claims return {@link Ring#CLOSED}, for all processes and for ever.
 */
public final class LaneConsumer extends Padding implements AutoCloseable {
    /** Messages of one lane before the next lane has its turn, unless {@link LaneRing#consumer(int)} is told otherwise. */
    public static final int DEFAULT_BUDGET = 32;

    private final LaneRing ring;
    private final Registration registration;
    private final int budget;
    /** Of the lanes in {@code open}; null for the others. */
    private final SpscConsumer[] lanes;

    /** Lanes that this side drains, a bit each. Never read back from shared memory. */
    private long open;
    private long quarantined;
    /** The lane to look at first, and what it has already had of its turn: more than nothing only if that lane is open. */
    private int turn;
    private int spent;
    private int lane;
    /** Null until the first wait. */
    private WaitWord arrival;
    private boolean draining;
    private boolean closed;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    LaneConsumer(LaneRing ring, Registration registration, int budget) {
        this.ring = ring;
        this.registration = registration;
        this.budget = budget;
        this.lanes = new SpscConsumer[ring.lanes()];
    }

    /**
     * Hands over what has been committed, lane by lane in turn, each lane's messages in order.
     *
     * <p>Ends when the limit is reached or all lanes have been found empty. If the handler throws, the message it threw on counts as consumed, the
     * ones before it too, and the rest stays in the ring; the next lane has its turn.
     *
     * @param handler receives each message on this thread; its segment is the data of the message's lane
     * @param limit   at most so many messages
     * @return messages handed over, 0 if there was none
     * @throws CorruptRingException  if a lane has just been quarantined; what was handed over before by this poll is consumed
     * @throws IllegalStateException if it is called by a handler of this side
     */
    public int poll(MessageHandler handler, int limit) {
        return drain(Objects.requireNonNull(handler), null, limit);
    }

    /**
     * Hands over what has been committed, lane by lane in turn; after each message the handler says how to go on.
     *
     * <p>A message that is answered with {@code ABORT} comes again when its lane has its next turn; the other lanes come first, so a message that
     * cannot be taken holds up its own lane only. If the handler throws, the message it threw on counts as consumed, the ones before it too, and the
     * rest stays in the ring; the next lane has its turn.
     *
     * @param handler receives each message on this thread, and answers; its segment is the data of the message's lane
     * @param limit   at most so many messages
     * @return messages consumed; one that was answered with ABORT does not count
     * @throws CorruptRingException  if a lane has just been quarantined; what was handed over before by this poll is consumed
     * @throws IllegalStateException if it is called by a handler of this side
     * @throws NullPointerException  if there is no handler, or if it answers null: the message that it was given stays in its lane then
     */
    public int controlledPoll(ControlledMessageHandler handler, int limit) {
        return drain(null, Objects.requireNonNull(handler), limit);
    }

    /** Exactly one of the handlers is not null. */
    private int drain(MessageHandler handler, ControlledMessageHandler controlled, int limit) {
        if (draining) {
            throw new IllegalStateException("a handler is running: it cannot poll the side that called it");
        }
        if (closed) {
            return 0;
        }
        draining = true;
        try {
            openLanes();
            return drainOpen(handler, controlled, limit);
        } finally {
            draining = false;
            if (closed) {
                registration.close();
            }
            Reference.reachabilityFence(ring);
        }
    }

    private int drainOpen(MessageHandler handler, ControlledMessageHandler controlled, int limit) {
        int messages = 0;
        long unvisited = open;
        ControlledMessageHandler.Action ending = null;
        while (ending == null && messages < limit && unvisited != 0) {
            int next = firstFrom(turn, unvisited);
            int had = spent;
            int room = Math.min(budget - had, limit - messages);
            // Before the handler is called: if it throws, the turn passes on all the same.
            turn = next + 1;
            spent = 0;
            lane = next;
            SpscConsumer consumer = lanes[next];
            int polled;
            try {
                if (controlled == null) {
                    polled = consumer.poll(handler, room);
                } else {
                    polled = consumer.controlledPoll(controlled, room);
                    ending = consumer.ending();
                }
            } catch (CorruptRingException e) {
                throw e.isOf(ring.ring(next)) ? quarantine(next, e) : e;
            }
            messages += polled;
            if (had + polled < budget && (polled == room || ending == ControlledMessageHandler.Action.BREAK)) {
                turn = next;
                spent = had + polled;
            }
            // A message takes time: any lane may have become filled meanwhile.
            unvisited = polled > 0 ? open : unvisited & ~(1L << next);
        }
        return messages;
    }

    private static int firstFrom(int lane, long lanes) {
        long later = lanes & -1L << lane;
        return Long.numberOfTrailingZeros(later != 0 ? later : lanes);
    }

    private void openLanes() {
        long fresh = ring.openedLanes() & ~(open | quarantined);
        while (fresh != 0) {
            int next = Long.numberOfTrailingZeros(fresh);
            fresh &= fresh - 1;
            try {
                lanes[next] = ring.ring(next).consumer();
                open |= 1L << next;
            } catch (CorruptRingException e) {
                throw quarantine(next, e);
            }
        }
    }

    private CorruptRingException quarantine(int corrupt, CorruptRingException e) {
        open &= ~(1L << corrupt);
        quarantined |= 1L << corrupt;
        ring.quarantine(corrupt);
        return new CorruptRingException(
                e.getMessage() + ": lane " + corrupt + " is quarantined, the others go on", e);
    }

    /**
     * Sleeps until there is something to poll, as {@link RingConsumer#await} does; a producer of any lane that has committed ends the sleep with
     * {@link RingProducer#wake}. Wakes waiting producers first. Allocates at the first call only.
     *
     * @param timeout longest wait; 0 or less only looks
     * @param unit    of the time-out
     * @return true if a poll is worth while (it may still find nothing); false if the time is over, the ring is drained, this side is closed, or the
     *         thread is interrupted, which it then still is
     * @throws IllegalStateException if the kernel refuses futex(2), in a sandbox for example
     */
    public boolean await(long timeout, TimeUnit unit) {
        wake();
        if (closed) {
            return false;
        }
        if (arrival == null) {
            arrival = new WaitWord(ring.ring(0).consumerWaitAddress(), () -> hasRecord() || isDrained(), () -> {});
        }
        arrival.await(unit.toNanos(timeout));
        boolean found = hasRecord();
        Reference.reachabilityFence(ring);
        return found;
    }

    /**
     * Wakes the producers of all lanes that wait for room in {@link RingProducer#awaitRoom}; to be called after polls, if there may be any. Costs a
     * full fence and a load if nobody waits, a system call otherwise. This thread only.
     */
    public void wake() {
        WaitWord.wake(ring.ring(0).producerWaitAddress());
        Reference.reachabilityFence(ring);
    }

    private boolean hasRecord() {
        boolean found = (ring.openedLanes() & ~(open | quarantined)) != 0;
        for (long rest = open; rest != 0 && !found; rest &= rest - 1) {
            found = lanes[Long.numberOfTrailingZeros(rest)].hasRecord();
        }
        return found;
    }

    /** {@return lanes that this side has found corrupt; each was the subject of one exception} */
    public int quarantined() {
        return Long.bitCount(quarantined);
    }

    /**
     * Whether the ring is closed and everything that was committed has been consumed. Quarantined lanes do not count. A message may still follow
     * in a lane whose producer had a claim open, or was just making one, when the ring was closed; once each producer has seen
     * {@link Ring#CLOSED} or been closed, none can. This thread only.
     *
     * @return true at the end, and, before a late commit, too early
     */
    public boolean isDrained() {
        // The flag first: whoever sees it set sees every lane and every commit that its setter knew of.
        if (!ring.isClosed() || (ring.openedLanes() & ~(open | quarantined)) != 0) {
            return false;
        }
        for (long rest = open; rest != 0; rest &= rest - 1) {
            if (!lanes[Long.numberOfTrailingZeros(rest)].isDrained()) {
                return false;
            }
        }
        return true;
    }

    /** {@return the lane of the present message; of use within a handler only} */
    public int lane() {
        return lane;
    }

    /** {@return position in its lane behind the present message, growing and never used twice in that lane; of use within a handler only} */
    public long messagePosition() {
        return messagePosition(lane);
    }

    /**
     * {@return position behind the message of a lane that was handed over last; 0 if this side has seen none}
     *
     * @param of a lane, 0 to {@link LaneRing#lanes()} - 1
     */
    public long messagePosition(int of) {
        return lanes[of] == null ? 0 : lanes[of].messagePosition();
    }

    /**
     * {@return bytes of a lane consumed since creation, padding included; this side's own count, if it has opened the lane}
     *
     * @param of a lane, 0 to {@link LaneRing#lanes()} - 1
     */
    public long position(int of) {
        return lanes[of] == null ? ring.consumerPosition(of) : lanes[of].position();
    }

    /** {@return bytes of all lanes consumed since creation, padding included} */
    public long position() {
        long sum = 0;
        for (int i = 0; i < lanes.length; i++) {
            sum += position(i);
        }
        return sum;
    }

    /** Tells the others that this side is alive and at work. Costs a clock reading; call it now and then, not per message. */
    public void heartbeat() {
        registration.heartbeat();
    }

    /**
     * Ends this side and frees its place for another consumer; what is in the lanes stays there. Its polls return 0 from now on,
     * also where messages are left. When a handler calls
     * it, the poll is ended as it would have been, and then this side. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        if (!draining) {
            registration.close();
        }
    }
}
