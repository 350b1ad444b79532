package io.sidecore.ring;

import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/**
 * A consumer goes to sleep while a producer sends and wakes: it does not sleep beside a record.
 *
 * <p>The consumer says that it waits, and then looks whether there is a record; the producer stores the record, and then looks whether somebody waits. Store
 * before load on both sides, in shared memory and between processes: each has a full fence in between. Without one of them, both may miss the other, and the
 * consumer sleeps until it looks again after 50 ms. Sleeps that have ended so beside a record are counted.
 *
 * <p>One is not forbidden, because a producer may be off its CPU for 50 ms between its two steps; several in a run mean that wake-ups are lost.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The record was there, or the wake-up came.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "No wake-up for 50 ms: the producer was off its CPU, or a wake-up was lost.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The record did not come.")
@State
public class RingBlockingWait {
    private final SpscRing ring = SpscRing.anonymous(1024);
    private final SpscProducer producer = ring.producer();
    private final SpscConsumer consumer = ring.consumer();

    @Actor
    public void send() {
        long at = producer.tryClaim(1, Long.BYTES);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 1);
        producer.commit();
        producer.wake();
    }

    @Actor
    public void await(IJ_Result r) {
        r.r1 = consumer.await(10, TimeUnit.SECONDS) ? 1 : 0;
        r.r2 = consumer.missedWakeUps();
    }
}
