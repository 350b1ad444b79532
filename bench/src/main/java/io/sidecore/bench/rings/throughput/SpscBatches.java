package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.bench.rings.message.SegmentTally;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.lang.foreign.MemorySegment;

/** {@link SpscRing}: several messages claimed at a time, and published by one store. */
final class SpscBatches implements Contender {
    private final SpscRing ring;
    private final SpscProducer producer;
    private final SpscConsumer consumer;
    private final SegmentTally tally = new SegmentTally(1);
    private final int batch;

    SpscBatches(int alignment, int batch) {
        this.batch = batch;
        ring = SpscRing.anonymous(Payload.ringCapacity(), alignment);
        producer = ring.producer();
        consumer = ring.consumer();
    }

    @Override
    public void lead(int leader, long count) {
        MemorySegment data = ring.data();
        long stride = producer.stride(Payload.BYTES);
        int messages = batch;
        for (long number = 0; number < count; number += messages) {
            long at;
            while ((at = producer.tryClaimBatch(Payload.TYPE, Payload.BYTES, messages)) < 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < messages; i++) {
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
