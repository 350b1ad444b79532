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
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A full ring: room that the consumer frees is written again, and what has been read there stays read.
 *
 * <p>Sixteen records fill the ring. The consumer takes one, reads its payload at the end of its handler, clears the record, and moves its position
 * with release order. The producer claims until it is given that room, once at most: it must not be given it before the consumer has read the old
 * payload and cleared the header, or the new record would be torn, or wiped out by the clearing, or the old one be read with a new payload.
 *
 * <p>At the end the ring is emptied: the fifteen old records must still be there, and the new one behind them if it was written.
 */
@JCStressTest
@Outcome(id = "7, 0, 15", expect = Expect.ACCEPTABLE, desc = "No room was seen yet.")
@Outcome(id = "7, 1, 115", expect = Expect.ACCEPTABLE, desc = "The room was given to the new record.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A record was overwritten, wiped out, or invented.")
@State
public class SpscRingReuse {
    private static final int RECORDS = 16;
    private static final int LENGTH = 56;
    private final SpscRing ring = SpscRing.anonymous(1024);
    private final SpscProducer producer = ring.producer();
    private final SpscConsumer consumer = ring.consumer();

    /** A full ring. */
    public SpscRingReuse() {
        for (int i = 0; i < RECORDS; i++) {
            send(7);
        }
    }

    private boolean send(long value) {
        long at = producer.tryClaim(1, LENGTH);
        if (at < 0) {
            return false;
        }
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + LENGTH - Long.BYTES, value);
        producer.commit();
        return true;
    }

    private long take(int limit) {
        long[] sum = new long[1];
        consumer.poll((type, segment, offset, length) -> {
            long first = segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
            long last = segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + length - Long.BYTES);
            sum[0] += first == last ? first : -1_000_000;
        }, limit);
        return sum[0];
    }

    @Actor
    public void consume(LLL_Result r) {
        r.r1 = take(1);
    }

    @Actor
    public void produce(LLL_Result r) {
        r.r2 = send(700) ? 1L : 0L;
    }

    @Arbiter
    public void end(LLL_Result r) {
        // 15 old records of 7 each, and 100 times as much for the new one.
        r.r3 = take(2 * RECORDS) / 7;
    }
}
