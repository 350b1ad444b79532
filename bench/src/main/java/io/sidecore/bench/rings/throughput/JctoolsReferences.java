package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.ArrayPool;
import io.sidecore.bench.rings.message.ArrayTally;
import io.sidecore.bench.rings.message.Payload;
import org.jctools.queues.SpscArrayQueue;

/** JCTools' {@link SpscArrayQueue} at its best: references alone, to messages that were written long ago. */
final class JctoolsReferences implements Contender {
    private final SpscArrayQueue<long[]> queue = new SpscArrayQueue<>(Payload.queueCapacity());
    private final ArrayPool pool = ArrayPool.numbered();
    private final ArrayTally tally = new ArrayTally(1);

    @Override
    public void lead(int leader, long count) {
        for (long number = 0; number < count; number++) {
            long[] message = pool.message(number);
            while (!queue.offer(message)) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void follow(long count) {
        int mask = pool.mask();
        tally.begin();
        while (tally.received() < count) {
            long[] message = queue.poll();
            if (message == null) {
                Thread.onSpinWait();
            } else {
                tally.onReference(message, mask);
            }
        }
        tally.end(count);
    }
}
