package io.sidecore.stress;

import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * One producer aborts its claim while another commits: the aborted record never comes, the other one always does.
 *
 * <p>An aborted claim stays in the ring as padding, stored with release order like a record. The consumer may find the two places in either order, and one of
 * them before the other is final: it must not take the aborted payload for a record, nor stop for good behind it.
 */
@JCStressTest
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "The record came at the end.")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "The record came at once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The aborted record came, or the other one did not, or twice.")
@State
public class MpscRingAbort {
    private static final int LENGTH = 24;
    private final MpscRing ring = MpscRing.anonymous(1024);
    private final MpscProducer one = ring.producer();
    private final MpscProducer two = ring.producer();
    private final MpscConsumer consumer = ring.consumer();

    private long poll() {
        long[] sum = new long[1];
        consumer.poll((type, segment, offset, length) -> sum[0] += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset),
                10);
        return sum[0];
    }

    @Actor
    public void abort() {
        long at = one.tryClaim(1, LENGTH);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 1000);
        one.abort();
    }

    @Actor
    public void commitAndConsume(JJ_Result r) {
        long at = two.tryClaim(1, LENGTH);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 2);
        two.commit();
        r.r1 = poll();
    }

    @Arbiter
    public void end(JJ_Result r) {
        r.r2 = poll();
    }
}
