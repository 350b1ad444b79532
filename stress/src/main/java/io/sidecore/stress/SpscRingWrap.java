package io.sidecore.stress;

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
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A record that does not fit in front of the end of the ring goes to its beginning, behind padding: the consumer skips the one and finds the other.
 *
 * <p>Padding and record are two headers in two places, made visible by stores of their own. A consumer that sees the padding and not yet the record must wait for it
 * there, and not go on with whatever the last lap has left at that place.
 */
@JCStressTest
@Outcome(id = "0, 5", expect = Expect.ACCEPTABLE, desc = "The record came at the end.")
@Outcome(id = "5, 0", expect = Expect.ACCEPTABLE, desc = "The record came at once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something of the last lap came, or the record did not.")
@State
public class SpscRingWrap {
    private static final int CAPACITY = 1024;
    private final SpscRing ring = SpscRing.anonymous(CAPACITY);
    private final SpscProducer producer = ring.producer();
    private final SpscConsumer consumer = ring.consumer();

    /** A ring whose end is 64 bytes ahead, full of what has been read. */
    public SpscRingWrap() {
        while (producer.position() < CAPACITY - 64) {
            send(56, 7);
            poll();
        }
    }

    private void send(int length, long value) {
        long at = producer.tryClaim(1, length);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + length - Long.BYTES, value);
        producer.commit();
    }

    private long poll() {
        long[] sum = new long[1];
        consumer.poll((type, segment, offset, length) -> sum[0] += segment.get(ValueLayout.JAVA_LONG_UNALIGNED,
                offset + length - Long.BYTES), 10);
        return sum[0];
    }

    @Actor
    public void produce() {
        send(120, 5);
    }

    @Actor
    public void consume(JJ_Result r) {
        r.r1 = poll();
    }

    @Arbiter
    public void end(JJ_Result r) {
        // Behind the padding may be the end of a poll.
        r.r2 = poll() + poll();
    }
}
