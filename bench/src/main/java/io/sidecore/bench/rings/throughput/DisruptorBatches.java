package io.sidecore.bench.rings.throughput;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.ArrayTally;
import io.sidecore.bench.rings.message.Payload;

/** As {@link DisruptorSingle}, with several messages claimed at a time, and published by one store. */
final class DisruptorBatches implements Contender {
    private final RingBuffer<long[]> ring = RingBuffer.createSingleProducer(() -> new long[Payload.WORDS],
            Payload.queueCapacity(), new BusySpinWaitStrategy());
    private final SequenceBarrier barrier = ring.newBarrier();
    private final Sequence consumed = new Sequence(ring.getCursor());
    private final ArrayTally tally = new ArrayTally(1);
    private final int batch;

    DisruptorBatches(int batch) {
        this.batch = batch;
        ring.addGatingSequences(consumed);
    }

    @Override
    public void lead(int leader, long count) {
        int messages = batch;
        for (long number = 0; number < count; number += messages) {
            // next(n) alone would sleep when the ring is full.
            while (!ring.hasAvailableCapacity(messages)) {
                Thread.onSpinWait();
            }
            long last = ring.next(messages);
            long first = last - messages + 1;
            for (int i = 0; i < messages; i++) {
                Payload.write(ring.get(first + i), number + i);
            }
            ring.publish(first, last);
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
