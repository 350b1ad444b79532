package io.sidecore.bench.rings.throughput;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.ArrayTally;
import io.sidecore.bench.rings.message.Payload;

/** The Disruptor's {@link RingBuffer}, any number of producers, with the consuming loop of its BatchEventProcessor. */
final class DisruptorMulti implements Contender {
    private final RingBuffer<long[]> ring = RingBuffer.createMultiProducer(() -> new long[Payload.WORDS],
            Payload.queueCapacity(), new BusySpinWaitStrategy());
    private final SequenceBarrier barrier = ring.newBarrier();
    private final Sequence consumed = new Sequence(ring.getCursor());
    private final ArrayTally tally;
    private final boolean yielding;

    DisruptorMulti(int producers) {
        tally = new ArrayTally(producers);
        yielding = producers > 1;
        ring.addGatingSequences(consumed);
    }

    @Override
    public void lead(int leader, long count) {
        for (long number = 0; number < count; number++) {
            long sequence = claim();
            Payload.write(ring.get(sequence), Payload.first(leader, number));
            ring.publish(sequence);
        }
    }

    /** next() would sleep when the ring is full. */
    private long claim() {
        while (true) {
            if (ring.hasAvailableCapacity(1)) {
                try {
                    return ring.tryNext();
                } catch (InsufficientCapacityException e) {
                    // Another producer took the last place; the exception is a constant.
                }
            }
            ThroughputRig.full(yielding);
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
