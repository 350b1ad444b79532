package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.bench.rings.message.SegmentTally;
import io.sidecore.ring.LaneConsumer;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.SpscProducer;
import java.lang.foreign.MemorySegment;

/** {@link LaneRing}: a lane for each producer; each message claimed, written in place and committed by itself. */
final class LanesOneByOne implements Contender {
    private final SpscProducer[] producers;
    private final LaneConsumer consumer;
    private final SegmentTally tally;

    LanesOneByOne(int producers) {
        LaneRing ring = LaneRing.anonymous(producers, Payload.ringCapacity() / Integer.highestOneBit(producers));
        this.producers = new SpscProducer[producers];
        for (int i = 0; i < producers; i++) {
            this.producers[i] = ring.producer();
        }
        this.consumer = ring.consumer();
        this.tally = new SegmentTally(producers);
    }

    @Override
    public void lead(int leader, long count) {
        SpscProducer producer = producers[leader];
        MemorySegment data = producer.data();
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
