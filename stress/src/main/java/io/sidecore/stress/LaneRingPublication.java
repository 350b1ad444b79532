package io.sidecore.stress;

import io.sidecore.ring.LaneConsumer;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.SpscProducer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A lane that opens while the consumer polls: its first record is seen whole or not at all.
 *
 * <p>The producer registers, which opens a lane, and sends a batch of two with one release store. The consumer polls all lanes that are open, once. It
 * must see no lane, an empty one, or both records whole: never half a batch.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Polled before the commit.")
@Outcome(id = "2, 3", expect = Expect.ACCEPTABLE, desc = "Both records.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Half a batch, or a torn record.")
@State
public class LaneRingPublication {
    private static final int LENGTH = 40;
    private final LaneRing ring = LaneRing.anonymous(2, 1024);
    private final LaneConsumer consumer = ring.consumer();

    @Actor
    public void produce() {
        SpscProducer producer = ring.producer();
        long at = producer.tryClaimBatch(1, LENGTH, 2);
        for (long word = 0; word < LENGTH; word += Long.BYTES) {
            producer.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + word, 1);
            producer.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + producer.stride(LENGTH) + word, 2);
        }
        producer.commit();
    }

    @Actor
    public void consume(LL_Result r) {
        long[] sum = new long[1];
        r.r1 = (long) consumer.poll((type, segment, offset, length) -> sum[0] += valueOf(segment, offset, length), 10);
        r.r2 = sum[0];
    }

    /** What each word of a record holds; far from any sum if they differ. */
    private static long valueOf(MemorySegment segment, long offset, int length) {
        long first = segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        for (long word = Long.BYTES; word < length; word += Long.BYTES) {
            if (segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + word) != first) {
                return 1_000;
            }
        }
        return first;
    }
}
