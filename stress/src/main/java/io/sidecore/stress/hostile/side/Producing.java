package io.sidecore.stress.hostile.side;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.stress.crash.trial.Message;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** The producing side of an SPSC ring, an MPSC ring or a lane ring. */
final class Producing extends Side {
    private static final int WAIT_MICROS = 50;

    /** Opens a ring of one of the three kinds. */
    interface Attachment {
        Queue attach() throws RegionException;
    }

    /** What the three kinds have in common. */
    record Queue(Ring ring, LaneRing lanes) {
        RingProducer producer() {
            return switch (ring) {
                case null -> lanes.producer();
                case SpscRing spsc -> spsc.producer();
                case MpscRing mpsc -> mpsc.producer();
            };
        }

        int maxMessageLength() {
            return ring == null ? lanes.maxMessageLength() : ring.maxMessageLength();
        }

        long size() {
            return ring == null ? lanes.size() : ring.size();
        }

        long capacity() {
            return ring == null ? lanes.laneCapacity() * lanes.lanes() : ring.capacity();
        }

        long producerPosition() {
            return ring == null ? lanes.producerPosition(0) : ring.producerPosition();
        }

        void close() {
            if (ring == null) {
                lanes.close();
            } else {
                ring.close();
            }
        }
    }

    private final Attachment attachment;
    private Queue queue;
    private RingProducer producer;
    private int sequence;

    Producing(Post post, Attachment attachment) {
        super(post);
        this.attachment = attachment;
    }

    @Override
    void attach() throws RegionException {
        queue = attachment.attach();
    }

    @Override
    void open() {
        producer = queue.producer();
    }

    @Override
    void act() {
        switch (random().nextInt(16)) {
            case 0 -> batch();
            case 1 -> offer();
            case 2 -> {
                if (producer instanceof SpscProducer spsc) {
                    setAside(spsc);
                }
            }
            case 3 -> producer.awaitRoom(length(), WAIT_MICROS, TimeUnit.MICROSECONDS);
            case 4 -> {
                producer.wake();
                producer.heartbeat();
            }
            case 5 -> {
                long size = queue.size();
                Rules.check(size >= 0 && size <= queue.capacity(), "size is between 0 and the capacity", size);
                queue.producerPosition();
            }
            case 6 -> {
                if (random().nextInt(1000) == 0) {
                    queue.close();
                }
            }
            default -> claim();
        }
    }

    /** Mostly short; now and then the longest. */
    private int length() {
        return random().nextInt(8) == 0
                ? random().nextInt(queue.maxMessageLength() + 1)
                : random().nextInt(Math.min(64, queue.maxMessageLength()) + 1);
    }

    private int type() {
        return Message.type(0, sequence);
    }

    private void claim() {
        int length = length();
        long payload = producer.tryClaim(type(), length);
        if (Rules.isGranted("tryClaim", payload, this)) {
            fill(payload, length);
            if (random().nextInt(16) == 0) {
                producer.abort();
            } else {
                producer.commit();
                count(Event.SENT);
            }
        }
    }

    private void batch() {
        int length = random().nextInt(32);
        int count = 1 + random().nextInt(3);
        if (producer.stride(length) * count > producer.data().byteSize() / 4) {
            return;
        }
        long payload = producer.tryClaimBatch(type(), length, count);
        if (Rules.isGranted("tryClaimBatch", payload, this)) {
            for (int i = 0; i < count; i++) {
                fill(payload + i * producer.stride(length), length);
                count(Event.SENT);
            }
            producer.commit();
        }
    }

    private void offer() {
        int length = length();
        MemorySegment source = MemorySegment.ofArray(new byte[length]);
        Message.write(source, 0, length, post().salt(), 0, sequence);
        if (Rules.isGranted("offer", producer.offer(type(), source, 0, length), this)) {
            sequence++;
            count(Event.SENT);
        }
    }

    private void setAside(SpscProducer spsc) {
        int length = random().nextInt(32);
        long first = spsc.tryClaim(type(), length);
        if (Rules.isGranted("tryClaim", first, this)) {
            fill(first, length);
            spsc.setAside();
            long second = spsc.tryClaim(type(), length);
            if (Rules.isGranted("tryClaim", second, this)) {
                fill(second, length);
                spsc.commit(second);
                count(Event.SENT);
            }
            spsc.abort(first);
        }
    }

    private void fill(long payload, int length) {
        Rules.checkWithin("a claim was granted", payload, length, producer.data().byteSize());
        Message.write(producer.data(), payload, length, post().salt(), 0, sequence++);
    }

    @Override
    void close() {
        producer.close();
    }
}
