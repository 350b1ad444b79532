package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Two of Agrona's {@link ManyToOneRingBuffer}s. */
final class AgronaManyToOneRoundTrip implements Contender {
    private static final int LENGTH = Payload.ringCapacity() + RingBufferDescriptor.TRAILER_LENGTH;

    private final ManyToOneRingBuffer there;
    private final ManyToOneRingBuffer back;
    private final BufferArrival arrival = new BufferArrival();
    private final Echo echo;

    private AgronaManyToOneRoundTrip(UnsafeBuffer there, UnsafeBuffer back) {
        this.there = new ManyToOneRingBuffer(there);
        this.back = new ManyToOneRingBuffer(back);
        this.echo = new Echo(this.back);
    }

    static AgronaManyToOneRoundTrip anonymous() {
        return new AgronaManyToOneRoundTrip(new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, 128)),
                new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, 128)));
    }

    @Override
    public void lead(int leader, long count) {
        // Locals, as in the twin over SpscRings: fields would be loaded again behind each ordered access.
        ManyToOneRingBuffer out = there;
        ManyToOneRingBuffer in = back;
        AtomicBuffer data = out.buffer();
        for (long number = 0; number < count; number++) {
            int at = claim(out);
            Payload.write(data, at, number);
            out.commit(at);
            while (in.read(arrival, 1) == 0) {
                // The floor does not pause either.
            }
            arrival.check(number);
        }
    }

    @Override
    public void follow(long count) {
        ManyToOneRingBuffer in = there;
        Echo reply = echo;
        for (long left = count; left > 0;) {
            left -= in.read(reply, 1);
        }
    }

    private static int claim(ManyToOneRingBuffer ring) {
        int at = ring.tryClaim(Payload.TYPE, Payload.BYTES);
        if (at < 0) {
            throw new IllegalStateException("a ring with one message in flight is full");
        }
        return at;
    }

    /** Sends each message back, word by word. */
    private static final class Echo implements MessageHandler {
        private final ManyToOneRingBuffer ring;
        private final AtomicBuffer data;

        Echo(ManyToOneRingBuffer ring) {
            this.ring = ring;
            this.data = ring.buffer();
        }

        @Override
        public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
            int at = claim(ring);
            for (int word = 0; word < Payload.WORDS; word++) {
                data.putLong(at + 8 * word, buffer.getLong(index + 8 * word));
            }
            ring.commit(at);
        }
    }
}
