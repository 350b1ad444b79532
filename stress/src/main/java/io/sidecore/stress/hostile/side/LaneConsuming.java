package io.sidecore.stress.hostile.side;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.ControlledMessageHandler.Action;
import io.sidecore.ring.CorruptRingException;
import io.sidecore.ring.LaneConsumer;
import io.sidecore.ring.LaneRing;
import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The consuming side of a lane ring. */
final class LaneConsuming extends Side {
    private static final int WAIT_MICROS = 50;
    private static final long NEVER = Long.MIN_VALUE;
    /** No larger ones: a peer that fills its lane all the time may keep a poll going up to its limit. */
    private static final int[] LIMITS = {1, 7, 64, 1024};

    private LaneRing ring;
    private LaneConsumer consumer;
    /** Of each lane, the position behind its last message; and of the present one, that behind the one before, which counts after ABORT. */
    private long[] last;
    private long before;
    private int exceptions;

    LaneConsuming(Post post) {
        super(post);
    }

    @Override
    void attach() throws RegionException {
        ring = LaneRing.attach(post().file());
    }

    @Override
    void open() {
        consumer = ring.consumer(1 + random().nextInt(8));
        last = new long[ring.lanes()];
        Arrays.fill(last, NEVER);
        exceptions = 0;
    }

    @Override
    void act() {
        int limit = LIMITS[random().nextInt(LIMITS.length)];
        switch (random().nextInt(12)) {
            case 0 -> consumer.await(WAIT_MICROS, TimeUnit.MICROSECONDS);
            case 1 -> {
                consumer.wake();
                consumer.heartbeat();
                consumer.isDrained();
            }
            case 2 -> {
                long size = ring.size(random().nextInt(ring.lanes()));
                Rules.check(size >= 0 && size <= ring.laneCapacity(), "size is between 0 and the capacity", size);
            }
            default -> poll(limit);
        }
    }

    private void poll(int limit) {
        try {
            int messages = random().nextInt(4) == 0
                    ? consumer.controlledPoll(this::decide, limit)
                    : consumer.poll(this::receive, limit);
            Rules.check(messages >= 0 && messages <= limit, "a poll hands over " + limit + " messages at most",
                    messages);
        } catch (CorruptRingException e) {
            exceptions++;
            count(Event.QUARANTINED);
            throw e;
        } finally {
            if (consumer.quarantined() != exceptions) {
                throw new Violation(exceptions + " exceptions, but " + consumer.quarantined() + " lanes quarantined");
            }
        }
    }

    private void receive(int type, MemorySegment segment, long offset, int length) {
        boolean intact = Rules.isIntact(type, segment, offset, length, ring.maxMessageLength(), post().salt());
        count(intact ? Event.INTACT : Event.FORGED);
        Rules.check(segment.byteSize() == ring.laneCapacity(), "the segment is the lane's data", segment);
        int lane = consumer.lane();
        long position = consumer.messagePosition();
        Rules.check(last[lane] == NEVER || position - last[lane] > 0, "message positions grow",
                last[lane] + ", then " + position);
        before = last[lane];
        last[lane] = position;
        if (random().nextInt(64) == 0) {
            throw new HandlerFailed();
        }
    }

    private Action decide(int type, MemorySegment segment, long offset, int length) {
        receive(type, segment, offset, length);
        Action action = random().nextInt(4) == 0
                ? Action.values()[random().nextInt(Action.values().length)]
                : Action.CONTINUE;
        if (action == Action.ABORT) {
            last[consumer.lane()] = before;
        }
        return action;
    }

    @Override
    void close() {
        consumer.close();
    }
}
