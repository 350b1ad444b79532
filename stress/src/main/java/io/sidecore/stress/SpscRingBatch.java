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
 * A batch of three records is committed by one store: a poll finds none of them or all, and each whole.
 *
 * <p>The headers of the second and third record are plain stores, made before their payloads are; only the first header is stored with release order. A consumer
 * that sees the first must see the others' headers and all three payloads. One that does not see it must not find the others.
 */
@JCStressTest
@Outcome(id = "0, 321", expect = Expect.ACCEPTABLE, desc = "All came at the end.")
@Outcome(id = "321, 0", expect = Expect.ACCEPTABLE, desc = "All came at once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Part of a batch, or a payload that is not there yet.")
@State
public class SpscRingBatch {
    private static final int LENGTH = 40;
    private final SpscRing ring = SpscRing.anonymous(1024);
    private final SpscProducer producer = ring.producer();
    private final SpscConsumer consumer = ring.consumer();

    private long poll() {
        long[] digits = new long[2];
        consumer.poll((type, segment, offset, length) -> {
            digits[0] += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + LENGTH - Long.BYTES);
            digits[1]++;
        }, 10);
        return digits[1] == 0 || digits[1] == 3 ? digits[0] : -digits[1];
    }

    @Actor
    public void send() {
        long at = producer.tryClaimBatch(1, LENGTH, 3);
        for (long value = 1; value < 1000; value = 10 * value) {
            ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + LENGTH - Long.BYTES,
                    Long.toString(value).length() * value);
            at += producer.stride(LENGTH);
        }
        producer.commit();
    }

    @Actor
    public void consume(JJ_Result r) {
        r.r1 = poll();
    }

    @Arbiter
    public void end(JJ_Result r) {
        r.r2 = poll();
    }
}
