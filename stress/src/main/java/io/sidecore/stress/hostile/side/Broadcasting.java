package io.sidecore.stress.hostile.side;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastRing;
import io.sidecore.stress.crash.trial.Message;
import java.lang.foreign.MemorySegment;

/** The publishing side of a broadcast ring. */
final class Broadcasting extends Side {
    private BroadcastRing ring;
    private BroadcastPublisher publisher;
    private long published;
    private int sequence;

    Broadcasting(Post post) {
        super(post);
    }

    @Override
    void attach() throws RegionException {
        ring = BroadcastRing.attach(post().file());
    }

    @Override
    void open() {
        publisher = ring.publisher();
        published = publisher.published();
    }

    @Override
    void act() {
        int length = random().nextInt(random().nextInt(8) == 0 ? ring.maxMessageLength() + 1 : 64);
        switch (random().nextInt(8)) {
            case 0 -> {
                MemorySegment source = MemorySegment.ofArray(new byte[length]);
                Message.write(source, 0, length, post().salt(), 0, sequence);
                sent(publisher.offer(Message.type(0, sequence++), source, 0, length));
            }
            case 1 -> publisher.heartbeat();
            case 2 -> {
                claim(length);
                publisher.abort();
            }
            default -> {
                claim(length);
                sent(publisher.commit());
            }
        }
    }

    private void claim(int length) {
        long payload = publisher.claim(Message.type(0, sequence), length);
        Rules.checkWithin("a claim was granted", payload, length, ring.data().byteSize());
        Message.write(ring.data(), payload, length, post().salt(), 0, sequence++);
    }

    private void sent(long number) {
        Rules.check(number == published, "sequence numbers have no gap, " + published + " is next", number);
        published++;
        count(Event.SENT);
    }

    @Override
    void close() {
        publisher.close();
    }
}
