package io.sidecore.bench.rings.roundtrip;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;

/** Two single-producer {@link RingBuffer}s of the Disruptor; each side looks at the other's cursor, as a busy-spinning barrier does. */
final class DisruptorRoundTrip implements Contender {
    private final RingBuffer<long[]> there = ring();
    private final RingBuffer<long[]> back = ring();
    private final Sequence thereConsumed = gate(there);
    private final Sequence backConsumed = gate(back);

    private static RingBuffer<long[]> ring() {
        return RingBuffer.createSingleProducer(() -> new long[Payload.WORDS], Payload.queueCapacity(),
                new BusySpinWaitStrategy());
    }

    private static Sequence gate(RingBuffer<long[]> ring) {
        Sequence consumed = new Sequence(ring.getCursor());
        ring.addGatingSequences(consumed);
        return consumed;
    }

    @Override
    public void lead(int leader, long count) {
        for (long number = 0; number < count; number++) {
            long sequence = there.next();
            Payload.write(there.get(sequence), number);
            there.publish(sequence);
            // Both rings carry as many messages, so they number them alike.
            while (back.getCursor() < sequence) {
                // The floor does not pause either.
            }
            long[] returned = back.get(sequence);
            RoundTripRig.check(returned[0], Payload.read(returned), number);
            backConsumed.set(sequence);
        }
    }

    @Override
    public void follow(long count) {
        long next = thereConsumed.get() + 1;
        for (long end = next + count; next < end;) {
            long available = there.getCursor();
            while (next <= available) {
                long[] message = there.get(next);
                long[] reply = back.get(back.next());
                System.arraycopy(message, 0, reply, 0, Payload.WORDS);
                back.publish(next);
                thereConsumed.set(next++);
            }
        }
    }
}
