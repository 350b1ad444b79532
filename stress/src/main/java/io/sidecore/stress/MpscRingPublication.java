package io.sidecore.stress;

import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A record of an MPSC ring is seen whole or not at all, while its claim is open, too.
 *
 * <p>Between claim and commit the tail is beyond the record and its header is not there: the consumer must wait at it. It polls while the record is
 * claimed, written, and committed, and must see nothing, or the whole payload.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Polled before the commit.")
@Outcome(id = "1, 84", expect = Expect.ACCEPTABLE, desc = "The record, whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A torn record, or one that was not committed.")
@State
public class MpscRingPublication {
    private static final int LENGTH = 96;
    private final MpscRing ring = MpscRing.anonymous(1024);
    private final MpscProducer producer = ring.producer();
    private final MpscConsumer consumer = ring.consumer();

    @Actor
    public void produce() {
        long at = producer.tryClaim(1, LENGTH);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 42);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + LENGTH - Long.BYTES, 42);
        producer.commit();
    }

    @Actor
    public void consume(LL_Result r) {
        long[] sum = new long[1];
        r.r1 = (long) consumer.poll((type, segment, offset, length) -> sum[0] += segment.get(
                ValueLayout.JAVA_LONG_UNALIGNED, offset)
                + segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + length - Long.BYTES), 10);
        r.r2 = sum[0];
    }
}
