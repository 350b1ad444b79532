package io.sidecore.bench.latency.transport;

import io.sidecore.bench.latency.load.Sender;
import io.sidecore.bench.latency.load.Transport;
import io.sidecore.bench.rings.message.Payload;
import org.jctools.queues.SpscArrayQueue;

/** Two of JCTools' {@link SpscArrayQueue}s; the other side returns the reference that it was sent, which copies nothing. Between threads only. */
final class JctoolsEcho implements Transport {
    private final SpscArrayQueue<long[]> there = new SpscArrayQueue<>(Sender.IN_FLIGHT);
    private final SpscArrayQueue<long[]> back = new SpscArrayQueue<>(Sender.IN_FLIGHT);
    /** As many as may be in flight: when one is sent, the one that had its array before is back. */
    private final long[][] messages = new long[Sender.IN_FLIGHT][Payload.WORDS];

    @Override
    public boolean offer(long number) {
        long[] message = messages[(int) number & Sender.IN_FLIGHT - 1];
        Payload.write(message, number);
        return there.offer(message);
    }

    @Override
    public long poll() {
        long[] message = back.poll();
        return message == null ? NONE : Entrants.whole(message[0], Payload.read(message));
    }

    @Override
    public void echo() {
        long[] message = there.poll();
        if (message != null) {
            while (!back.offer(message)) {
                Thread.onSpinWait();
            }
        }
    }
}
