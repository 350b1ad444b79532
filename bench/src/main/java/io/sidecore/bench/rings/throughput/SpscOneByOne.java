package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.bench.rings.message.SegmentTally;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.lang.foreign.MemorySegment;

/** {@link SpscRing}: each message claimed, written in place and committed by itself. */
public final class SpscOneByOne implements Contender {
    private final SpscRing ring;
    private final SpscProducer producer;
    private final SpscConsumer consumer;
    private final SegmentTally tally = new SegmentTally(1);

    /**
     * Over a ring of its own.
     *
     * @param alignment of records, in bytes
     */
    public SpscOneByOne(int alignment) {
        this(SpscRing.anonymous(Payload.ringCapacity(), alignment));
    }

    SpscOneByOne(SpscRing ring) {
        this.ring = ring;
        producer = ring.producer();
        consumer = ring.consumer();
    }

    @Override
    public void lead(int leader, long count) {
        MemorySegment data = ring.data();
        for (long number = 0; number < count; number++) {
            long at;
            while ((at = producer.tryClaim(Payload.TYPE, Payload.BYTES)) < 0) {
                Thread.onSpinWait();
            }
            Payload.write(data, at, number);
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
