package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.ArrayPool;
import io.sidecore.bench.rings.message.ArrayTally;
import io.sidecore.bench.rings.message.Payload;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/** Agrona's {@link ManyToOneConcurrentArrayQueue}: references to messages on the heap, which are filled anew each time. */
final class AgronaMpscQueue implements Contender {
    private final ManyToOneConcurrentArrayQueue<long[]> queue = new ManyToOneConcurrentArrayQueue<>(
            Payload.queueCapacity());
    private final ArrayPool[] pools;
    private final ArrayTally tally;
    private final boolean yielding;

    AgronaMpscQueue(int producers) {
        pools = new ArrayPool[producers];
        java.util.Arrays.setAll(pools, producer -> new ArrayPool());
        tally = new ArrayTally(producers);
        yielding = producers > 1;
    }

    @Override
    public void lead(int leader, long count) {
        ArrayPool messages = pools[leader];
        for (long number = 0; number < count; number++) {
            long[] message = messages.message(number);
            Payload.write(message, Payload.first(leader, number));
            while (!queue.offer(message)) {
                ThroughputRig.full(yielding);
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
