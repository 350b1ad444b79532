package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastReader;
import io.sidecore.ring.broadcast.BroadcastRing;
import java.lang.foreign.MemorySegment;

/** {@link BroadcastRing}: each message claimed, written in place and committed, while the other side reads as fast as it can. */
final class BroadcastToReader implements Contender {
    /** As many as the rings are polled for at a time. */
    private static final int POLL_LIMIT = 64;

    private final BroadcastRing ring = BroadcastRing.anonymous(Payload.ringCapacity());
    private final BroadcastPublisher publisher = ring.publisher();
    private final BroadcastReader reader = ring.reader();
    private final IncreasingTally tally = new IncreasingTally();
    /** Numbers go on over the slices, as the ring's own do: a slice ends with the message of the last one. */
    private long sent;
    private long wanted;

    @Override
    public void lead(int leader, long count) {
        MemorySegment data = ring.data();
        long end = sent + count;
        for (long number = sent; number < end; number++) {
            long at = publisher.claim(Payload.TYPE, Payload.BYTES);
            Payload.write(data, at, number);
            publisher.commit();
        }
        sent = end;
    }

    @Override
    public void follow(long count) {
        wanted += count;
        // Messages may be missed, the newest one never is.
        while (reader.sequence() < wanted - 1) {
            if (reader.poll(tally, POLL_LIMIT) == 0) {
                Thread.onSpinWait();
            }
        }
        tally.check(wanted - 1, wanted - reader.missed());
    }
}
