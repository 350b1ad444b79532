package io.sidecore.stress;

import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A record is seen whole or not at all.
 *
 * <p>The producer writes a payload of two words at both ends of a two-line record, then its header word with release order, and
 * then does the same for a second record. The consumer polls once, and reads each header with acquire order. If it sees a header
 * it must see the whole payload in front of that store; it may see nothing, the first record, or both, but never the second
 * without the first, and never a word that is not there yet.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Polled before the first commit.")
@Outcome(id = "1, 42, 42", expect = Expect.ACCEPTABLE, desc = "The first record, whole.")
@Outcome(id = "2, 84, 84", expect = Expect.ACCEPTABLE, desc = "Both records, whole: 42 and 42 at either end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A torn record, or one that was not committed.")
@State
public class SpscRingPublication {
    private static final int LENGTH = 96;
    private final SpscRing ring = SpscRing.anonymous(1024);
    private final SpscProducer producer = ring.producer();
    private final SpscConsumer consumer = ring.consumer();

    @Actor
    public void produce() {
        send();
        send();
    }

    private void send() {
        long at = producer.tryClaim(1, LENGTH);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 42);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + LENGTH - 8, 42);
        producer.commit();
    }

    @Actor
    public void consume(LLL_Result r) {
        long[] sums = new long[2];
        int polled = consumer.poll((type, segment, offset, length) -> {
            sums[0] += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
            sums[1] += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + length - 8);
        }, 10);
        r.r1 = polled;
        r.r2 = sums[0];
        r.r3 = sums[1];
    }
}
