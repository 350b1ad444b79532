package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.bench.rings.message.SegmentTally;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.lang.foreign.MemorySegment;

/** {@link SpscRing}: {@link Burst#MESSAGES} messages claimed at a time and published by one store. */
final class SpscBursts implements Contender {
    private final SpscRing ring = SpscRing.anonymous(Payload.ringCapacity(), 64);
    private final SpscProducer producer = ring.producer();
    private final SpscConsumer consumer = ring.consumer();
    private final SegmentTally tally = new SegmentTally(1);

    @Override
    public void lead(int leader, long count) {
        MemorySegment data = ring.data();
        long stride = producer.stride(Payload.BYTES);
        for (long number = 0; number < count; number += Burst.MESSAGES) {
            long at;
            while ((at = producer.tryClaimBatch(Payload.TYPE, Payload.BYTES, Burst.MESSAGES)) < 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < Burst.MESSAGES; i++) {
                Payload.write(data, at + i * stride, number + i);
            }
            producer.commit();
        }
    }

    @Override
    public void follow(long count) {
        tally.begin();
        while (tally.received() < count) {
            if (consumer.poll(tally, ThroughputRig.POLL_LIMIT) == 0) {
                Thread.onSpinWait();
            }
        }
        tally.end(count);
    }
}
