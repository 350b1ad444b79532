package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.bench.rings.message.SegmentTally;
import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import java.lang.foreign.MemorySegment;

/** {@link MpscRing}: each message claimed, written in place and committed by itself. */
final class MpscOneByOne implements Contender {
    private final MpscRing ring;
    private final MpscProducer[] producers;
    private final MpscConsumer consumer;
    private final SegmentTally tally;

    MpscOneByOne(int producers, int alignment) {
        this.ring = MpscRing.anonymous(Payload.ringCapacity(), alignment);
        this.producers = new MpscProducer[producers];
        for (int i = 0; i < producers; i++) {
            this.producers[i] = ring.producer();
        }
        this.consumer = ring.consumer();
        this.tally = new SegmentTally(producers);
    }

    @Override
    public void lead(int leader, long count) {
        MpscProducer producer = producers[leader];
        MemorySegment data = ring.data();
        boolean yielding = producers.length > 1;
        for (long number = 0; number < count; number++) {
            long at;
            while ((at = producer.tryClaim(Payload.TYPE, Payload.BYTES)) < 0) {
                ThroughputRig.full(yielding);
            }
            Payload.write(data, at, Payload.first(leader, number));
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
