package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastReader;
import io.sidecore.ring.broadcast.BroadcastRing;
import java.lang.foreign.MemorySegment;

/** {@link BroadcastRing}: each message copied in, with no reader. */
final class BroadcastOffers implements Contender {
    private static final int POLL_LIMIT = 64;

    private final BroadcastRing ring = BroadcastRing.anonymous(Payload.ringCapacity());
    private final BroadcastPublisher publisher = ring.publisher();
    private final BroadcastReader reader = ring.reader();
    private final Newest last = new Newest();
    private final Prepared prepared = new Prepared();

    @Override
    public void lead(int leader, long count) {
        MemorySegment source = prepared.segment();
        for (long number = 0; number < count; number++) {
            publisher.offer(Payload.TYPE, source, Prepared.offset(number), Payload.BYTES);
        }
        // A reader that was lapped goes on at the newest message; after a short slice, it has some to go through.
        while (reader.poll(last, POLL_LIMIT) > 0) {
            continue;
        }
        Prepared.check(last.sum, count - 1);
    }

    @Override
    public void follow(long count) {
        // Nobody reads.
    }

    /** Keeps what the newest message adds up to. */
    private static final class Newest implements MessageHandler {
        private long sum;

        @Override
        public void onMessage(int type, MemorySegment segment, long offset, int length) {
            sum = Payload.read(segment, offset);
        }
    }
}
