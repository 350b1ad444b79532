package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.ArrayPool;
import io.sidecore.bench.rings.message.Payload;
import org.jctools.queues.SpscArrayQueue;

/** Two of JCTools' {@link SpscArrayQueue}s; the follower returns the reference that it was sent, which copies nothing. */
final class JctoolsRoundTrip implements Contender {
    private final SpscArrayQueue<long[]> there = new SpscArrayQueue<>(Payload.queueCapacity());
    private final SpscArrayQueue<long[]> back = new SpscArrayQueue<>(Payload.queueCapacity());
    private final ArrayPool pool = new ArrayPool();

    @Override
    public void lead(int leader, long count) {
        for (long number = 0; number < count; number++) {
            long[] message = pool.message(number);
            Payload.write(message, number);
            if (!there.offer(message)) {
                throw new IllegalStateException("a queue with one message in flight is full");
            }
            long[] returned;
            do {
                returned = back.poll();
            } while (returned == null);
            RoundTripRig.check(returned[0], Payload.read(returned), number);
        }
    }

    @Override
    public void follow(long count) {
        for (long left = count; left > 0;) {
            long[] message = there.poll();
            if (message != null) {
                back.offer(message);
                left--;
            }
        }
    }
}
