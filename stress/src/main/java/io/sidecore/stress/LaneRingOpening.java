package io.sidecore.stress;

import io.sidecore.ring.LaneConsumer;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.SpscProducer;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A lane is opened, and used at once, while the consumer polls: its first record comes, once.
 *
 * <p>The consumer goes round the lanes that are open, as it has seen them last. A lane that opens meanwhile must come into that round, and everything that its new
 * owner has set up before its first record must be visible with it.
 */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "The new lane came at the end.")
@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "Both came at once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A record was lost or doubled.")
@State
public class LaneRingOpening {
    private final LaneRing ring = LaneRing.anonymous(2, 1024);
    private final SpscProducer one = ring.producer();
    private final LaneConsumer consumer = ring.consumer();

    private void send(SpscProducer producer, long value) {
        long at = producer.tryClaim(1, Long.BYTES);
        producer.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        producer.commit();
    }

    private long poll() {
        long[] sum = new long[1];
        consumer.poll((type, segment, offset, length) -> sum[0] += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset),
                10);
        return sum[0];
    }

    @Actor
    public void open() {
        send(ring.producer(), 2);
    }

    @Actor
    public void sendAndConsume(JJ_Result r) {
        send(one, 1);
        r.r1 = poll();
    }

    @Arbiter
    public void end(JJ_Result r) {
        r.r2 = poll() + poll();
    }
}
