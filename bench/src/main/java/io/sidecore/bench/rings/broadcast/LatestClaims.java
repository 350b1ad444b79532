package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueWriter;
import java.lang.foreign.MemorySegment;

/** {@link LatestValue}: each value claimed, written in place and committed, with no reader. */
final class LatestClaims implements Contender {
    private final LatestValue value = LatestValue.anonymous(Payload.BYTES);
    private final LatestValueWriter writer = value.writer();

    @Override
    public void lead(int leader, long count) {
        MemorySegment data = value.data();
        long at = 0;
        for (long number = 0; number < count; number++) {
            at = writer.claim();
            Payload.write(data, at, number);
            writer.commit();
        }
        BroadcastRig.check(Payload.read(data, at), count - 1);
    }

    @Override
    public void follow(long count) {
        // Nobody reads.
    }
}
