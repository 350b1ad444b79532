package io.sidecore.stress.hostile.side;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.ControlledMessageHandler.Action;
import io.sidecore.ring.CorruptRingException;
import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingConsumer;
import io.sidecore.ring.SpscRing;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** The consuming side of an SPSC or MPSC ring. */
final class Consuming extends Side {
    private static final int WAIT_MICROS = 50;
    private static final int[] LIMITS = {1, 7, 64, Integer.MAX_VALUE};

    /** Opens a ring of one of the two kinds. */
    interface Attachment {
        Ring attach() throws RegionException;
    }

    private final Attachment attachment;
    private Ring ring;
    private RingConsumer consumer;
    /** Position behind the last message, and behind the one before: what was answered with ABORT may come again, or another in its place. */
    private long last;
    private long before;

    Consuming(Post post, Attachment attachment) {
        super(post);
        this.attachment = attachment;
    }

    @Override
    void attach() throws RegionException {
        ring = attachment.attach();
    }

    @Override
    void open() {
        consumer = switch (ring) {
            case SpscRing spsc -> spsc.consumer();
            case MpscRing mpsc -> mpsc.consumer();
        };
        last = consumer.position();
    }

    @Override
    void act() {
        int limit = LIMITS[random().nextInt(LIMITS.length)];
        switch (random().nextInt(12)) {
            case 0 -> consumer.await(WAIT_MICROS, TimeUnit.MICROSECONDS);
            case 1 -> {
                if (consumer instanceof MpscConsumer mpsc) {
                    long skipped = mpsc.recover();
                    Rules.check(skipped >= 0 && skipped <= ring.capacity(), "recover skips one claim", skipped);
                }
            }
            case 2 -> {
                consumer.wake();
                consumer.heartbeat();
                consumer.isDrained();
            }
            case 3 -> {
                long size = ring.size();
                Rules.check(size >= 0 && size <= ring.capacity(), "size is between 0 and the capacity", size);
            }
            case 4, 5 -> checkPoll(limit, consumer.controlledPoll(this::decide, limit));
            default -> checkPoll(limit, consumer.poll(this::receive, limit));
        }
    }

    private void checkPoll(int limit, int messages) {
        Rules.check(messages >= 0 && messages <= limit, "a poll hands over " + limit + " messages at most", messages);
    }

    private void receive(int type, MemorySegment segment, long offset, int length) {
        boolean intact = Rules.isIntact(type, segment, offset, length, ring.maxMessageLength(), post().salt());
        count(intact ? Event.INTACT : Event.FORGED);
        Rules.check(segment.byteSize() == ring.capacity(), "the segment is the ring's data", segment);
        long position = consumer.messagePosition();
        Rules.check(position - last > 0, "message positions grow", last + ", then " + position);
        before = last;
        last = position;
        if (random().nextInt(256) == 0) {
            consumer.close();
        } else if (random().nextInt(64) == 0) {
            throw new HandlerFailed();
        }
    }

    private Action decide(int type, MemorySegment segment, long offset, int length) {
        receive(type, segment, offset, length);
        Action action = random().nextInt(4) == 0
                ? Action.values()[random().nextInt(Action.values().length)]
                : Action.CONTINUE;
        if (action == Action.ABORT) {
            last = before;
        }
        return action;
    }

    @Override
    void close() {
        consumer.close();
        try {
            Rules.check(consumer.poll(this::receive, 1) == 0, "a closed side hands over nothing", "it did");
        } catch (CorruptRingException e) {
            Rules.check(false, "a closed side looks at nothing", e);
        }
    }
}
