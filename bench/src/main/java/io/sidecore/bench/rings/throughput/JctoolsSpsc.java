package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.ArrayPool;
import io.sidecore.bench.rings.message.ArrayTally;
import io.sidecore.bench.rings.message.Payload;
import org.jctools.queues.SpscArrayQueue;

/** JCTools's {@link SpscArrayQueue}: references to messages on the heap, which are filled anew each time. */
final class JctoolsSpsc implements Contender {
    private final SpscArrayQueue<long[]> queue = new SpscArrayQueue<>(Payload.queueCapacity());
    private final ArrayPool pool = new ArrayPool();
    private final ArrayTally tally = new ArrayTally(1);

    @Override
    public void lead(int leader, long count) {
        ArrayPool messages = pool;
        for (long number = 0; number < count; number++) {
            long[] message = messages.message(number);
            Payload.write(message, number);
            while (!queue.offer(message)) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void follow(long count) {
        tally.begin();
        while (tally.received() < count) {
            long[] message = queue.poll();
            if (message == null) {
                Thread.onSpinWait();
            } else {
                tally.onMessage(message);
            }
        }
        tally.end(count);
    }
}
