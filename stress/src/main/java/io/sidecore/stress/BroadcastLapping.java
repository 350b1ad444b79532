package io.sidecore.stress;

import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastReader;
import io.sidecore.ring.broadcast.BroadcastRing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A reader that is overtaken while it copies: what it hands over is whole, and what it has missed is counted.
 *
 * <p>The ring has room for sixteen records and is full of them. The publisher publishes one more, over the oldest, as the reader reads just that. The
 * reader copies the record out, and then looks whether the publisher's intent has reached it; the publisher says where it is going before it goes there.
 * If one of the two were out of order, the reader would hand over the new payload, or half of it, under the old record's number. A reader that was lapped goes on at the newest record.
 */
@JCStressTest
@Outcome(id = "1, 5, 0", expect = Expect.ACCEPTABLE, desc = "The oldest record, before it was overwritten.")
@Outcome(id = "1, 5, 15", expect = Expect.ACCEPTABLE, desc = "Lapped before the new record was the newest: the last of the old ones, and the fifteen before it counted.")
@Outcome(id = "1, 9, 16", expect = Expect.ACCEPTABLE, desc = "Lapped: the new record, whole, and all sixteen old ones counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A torn record, a new one in the place of an old, or a loss that is not counted, or counted wrong.")
@State
public class BroadcastLapping {
    private static final int RECORDS = 16;
    private static final int LENGTH = 40;
    private final BroadcastRing ring = BroadcastRing.anonymous(1024);
    private final BroadcastPublisher publisher = ring.publisher();
    private final MemorySegment old = MemorySegment.ofArray(new long[]{5, 5, 5, 5, 5});
    private final MemorySegment young = MemorySegment.ofArray(new long[]{9, 9, 9, 9, 9});
    private final BroadcastReader reader;

    /** A full ring, and a reader at its beginning. */
    public BroadcastLapping() {
        reader = ring.reader();
        for (int i = 0; i < RECORDS; i++) {
            publisher.offer(1, old, 0, LENGTH);
        }
    }

    @Actor
    public void publish() {
        publisher.offer(1, young, 0, LENGTH);
    }

    @Actor
    public void read(LLL_Result r) {
        long[] seen = new long[1];
        r.r1 = (long) reader.poll((type, segment, offset, length) -> {
            seen[0] = segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
            for (long at = Long.BYTES; at < length; at += Long.BYTES) {
                if (segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + at) != seen[0]) {
                    seen[0] = -1;
                }
            }
        }, 1);
        r.r2 = seen[0];
        r.r3 = reader.missed();
    }
}
