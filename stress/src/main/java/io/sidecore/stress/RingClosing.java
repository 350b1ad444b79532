package io.sidecore.stress;

import io.sidecore.ring.Ring;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A ring is closed while a record is sent: the producer is refused, or its record comes. Nothing committed is lost.
 *
 * <p>An {@link SpscRing} is drained when it is closed and nothing committed is left in it; a claim that was open at the close may still be committed
 * after that, so it is asked only when both have ended. Then it must be drained as soon as it has been emptied, and the record
 * have come if, and only if, it was committed. {@code MpscRingSeal} is about a ring that rules out late commits.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "Sent before the ring was closed.")
@Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "Refused.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A record was lost or invented, or the ring never drains.")
@State
public class RingClosing {
    private final SpscRing ring = SpscRing.anonymous(1024);
    private final SpscProducer producer = ring.producer();
    private final SpscConsumer consumer = ring.consumer();

    @Actor
    public void produce(LLL_Result r) {
        long at = producer.tryClaim(1, Long.BYTES);
        if (at >= 0) {
            ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 1);
            producer.commit();
        }
        r.r1 = at == Ring.CLOSED ? 0L : at < 0 ? -1L : 1L;
    }

    @Actor
    public void close() {
        ring.close();
    }

    @Arbiter
    public void end(LLL_Result r) {
        long[] sum = new long[1];
        consumer.poll((type, segment, offset, length) -> sum[0] += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset),
                10);
        r.r2 = sum[0];
        r.r3 = consumer.isDrained() ? 1L : 0L;
    }
}
