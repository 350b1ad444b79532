package io.sidecore.stress;

import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * Of a ring with several producers no message comes behind its end: a claim and the seal exclude each other.
 *
 * <p>The producer looks whether the ring is closed, and then claims by a compare-and-set of the producers' position. In between, the other actor closes
 * the ring and asks whether it is drained, which sets a bit in the same word: one of the two must fail. So either the ring is drained and the producer
 * is refused, or it is not and the message comes; a flag alone could not tell a producer that has already looked. In the end it is drained in
 * both cases.
 */
@JCStressTest
@Outcome(id = "1, 0, 7, 1", expect = Expect.ACCEPTABLE, desc = "Claimed before the seal: the ring was not drained, and the message came.")
@Outcome(id = "0, 1, 0, 1", expect = Expect.ACCEPTABLE, desc = "Drained, and the producer refused.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A message behind the end, or lost, or a ring that never drains.")
@State
public class MpscRingSeal {
    private final MpscRing ring = MpscRing.anonymous(1024);
    private final MpscProducer producer = ring.producer();
    private final MpscConsumer consumer = ring.consumer();

    @Actor
    public void produce(LLLL_Result r) {
        long at = producer.tryClaim(1, Long.BYTES);
        if (at >= 0) {
            ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 7);
            producer.commit();
        }
        r.r1 = at == Ring.CLOSED ? 0L : at < 0 ? -1L : 1L;
    }

    @Actor
    public void closeAndSeal(LLLL_Result r) {
        ring.close();
        r.r2 = consumer.isDrained() ? 1L : 0L;
    }

    @Arbiter
    public void end(LLLL_Result r) {
        long[] sum = new long[1];
        consumer.poll((type, segment, offset, length) -> sum[0] += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset),
                10);
        r.r3 = sum[0];
        r.r4 = consumer.isDrained() ? 1L : 0L;
    }
}
