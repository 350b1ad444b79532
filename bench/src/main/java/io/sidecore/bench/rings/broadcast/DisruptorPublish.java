package io.sidecore.bench.rings.broadcast;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;

/** The Disruptor's {@link RingBuffer}, one producer: each event filled in place and published, with no consumer that gates it. */
final class DisruptorPublish implements Contender {
    private final RingBuffer<long[]> ring = RingBuffer.createSingleProducer(() -> new long[Payload.WORDS],
            Payload.queueCapacity(), new BusySpinWaitStrategy());

    @Override
    public void lead(int leader, long count) {
        for (long number = 0; number < count; number++) {
            long sequence = ring.next();
            Payload.write(ring.get(sequence), number);
            ring.publish(sequence);
        }
        BroadcastRig.check(Payload.read(ring.get(ring.getCursor())), count - 1);
    }

    @Override
    public void follow(long count) {
        // Nobody consumes.
    }
}
