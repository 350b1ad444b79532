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
 * A producer that is slow is not one that is dead: {@code recover} leaves its claim alone, and its record comes.
 *
 * <p>Whoever recovers takes a claim away only if its owner's process is gone. This producer's is not, whether it has named its claim, moved the tail, or is about to
 * commit. Were the claim taken away, the record would be lost, or be written into room that is another's.
 */
@JCStressTest
@Outcome(id = "0, 3", expect = Expect.ACCEPTABLE, desc = "Nothing was recovered.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A live producer was overrun.")
@State
public class MpscRingRecovery {
    private final MpscRing ring = MpscRing.anonymous(1024);
    private final MpscProducer one = ring.producer();
    private final MpscProducer two = ring.producer();
    private final MpscConsumer consumer = ring.consumer();

    private void send(MpscProducer producer, long value) {
        long at = producer.tryClaim(1, Long.BYTES);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        producer.commit();
    }

    @Actor
    public void sendOne() {
        send(one, 1);
    }

    @Actor
    public void recoverAndSendTwo(JJ_Result r) {
        r.r1 = consumer.recover();
        send(two, 2);
    }

    @Arbiter
    public void end(JJ_Result r) {
        long[] sum = new long[1];
        consumer.poll((type, segment, offset, length) -> sum[0] += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset),
                10);
        r.r2 = sum[0];
    }
}
