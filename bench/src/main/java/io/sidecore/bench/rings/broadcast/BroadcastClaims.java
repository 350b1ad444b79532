package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastRing;
import java.lang.foreign.MemorySegment;

/** {@link BroadcastRing}: each message claimed, written in place and committed, with no reader. */
final class BroadcastClaims implements Contender {
    private final BroadcastRing ring = BroadcastRing.anonymous(Payload.ringCapacity());
    private final BroadcastPublisher publisher = ring.publisher();

    @Override
    public void lead(int leader, long count) {
        MemorySegment data = ring.data();
        long at = 0;
        for (long number = 0; number < count; number++) {
            at = publisher.claim(Payload.TYPE, Payload.BYTES);
            Payload.write(data, at, number);
            publisher.commit();
        }
        BroadcastRig.check(Payload.read(data, at), count - 1);
    }

    @Override
    public void follow(long count) {
        // Nobody reads.
    }
}
