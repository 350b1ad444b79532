package io.sidecore.bench.rings.throughput;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.ArrayTally;
import io.sidecore.bench.rings.message.Payload;

/** The Disruptor's {@link RingBuffer}, one producer, with the consuming loop of its BatchEventProcessor. */
final class DisruptorSingle implements Contender {
    private final RingBuffer<long[]> ring = RingBuffer.createSingleProducer(() -> new long[Payload.WORDS],
            Payload.queueCapacity(), new BusySpinWaitStrategy());
    private final SequenceBarrier barrier = ring.newBarrier();
    private final Sequence consumed = new Sequence(ring.getCursor());
    private final ArrayTally tally = new ArrayTally(1);

    DisruptorSingle() {
        ring.addGatingSequences(consumed);
    }

    @Override
    public void lead(int leader, long count) {
        for (long number = 0; number < count; number++) {
            // next() alone would sleep when the ring is full.
            while (!ring.hasAvailableCapacity(1)) {
                Thread.onSpinWait();
            }
            long sequence = ring.next();
            Payload.write(ring.get(sequence), number);
            ring.publish(sequence);
        }
    }

    @Override
    public void follow(long count) {
        tally.begin();
        long next = consumed.get() + 1;
        while (tally.received() < count) {
            long available = DisruptorWait.until(barrier, next);
            while (next <= available) {
                tally.onMessage(ring.get(next++));
            }
            consumed.set(available);
        }
        tally.end(count);
    }
}
