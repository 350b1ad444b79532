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
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Two producers claim at once: neither gets the other's room, and both records come.
 *
 * <p>Each producer names what it is about to claim, moves the shared tail by compare-and-set, writes its payload, and stores its header with release
 * order. If both were given one place, one record would be lost, or be made of both payloads. The order in which they stand does not matter.
 */
@JCStressTest
@Outcome(id = "2, 12", expect = Expect.ACCEPTABLE, desc = "Both records, in either order.")
@Outcome(id = "2, 21", expect = Expect.ACCEPTABLE, desc = "Both records, in either order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A record was lost, torn, or doubled.")
@State
public class MpscRingClaims {
    private static final int LENGTH = 40;
    private final MpscRing ring = MpscRing.anonymous(1024);
    private final MpscProducer one = ring.producer();
    private final MpscProducer two = ring.producer();
    private final MpscConsumer consumer = ring.consumer();

    private void send(MpscProducer producer, long value) {
        long at = producer.tryClaim(1, LENGTH);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + LENGTH - Long.BYTES, value);
        producer.commit();
    }

    @Actor
    public void sendOne() {
        send(one, 1);
    }

    @Actor
    public void sendTwo() {
        send(two, 2);
    }

    @Arbiter
    public void end(LL_Result r) {
        long[] digits = new long[1];
        r.r1 = (long) consumer.poll((type, segment, offset, length) -> {
            long first = segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
            long last = segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + length - Long.BYTES);
            digits[0] = 10 * digits[0] + (first == last ? first : 9);
        }, 10);
        r.r2 = digits[0];
    }
}
