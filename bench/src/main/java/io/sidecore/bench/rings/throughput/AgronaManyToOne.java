package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.BufferTally;
import io.sidecore.bench.rings.message.Payload;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Agrona's {@link ManyToOneRingBuffer}: each message claimed, written in place and committed. */
final class AgronaManyToOne implements Contender {
    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(Payload.ringCapacity() + RingBufferDescriptor.TRAILER_LENGTH, 128)));
    private final BufferTally tally;
    private final boolean yielding;

    AgronaManyToOne(int producers) {
        tally = new BufferTally(producers);
        yielding = producers > 1;
    }

    @Override
    public void lead(int leader, long count) {
        AtomicBuffer data = ring.buffer();
        for (long number = 0; number < count; number++) {
            int at;
            while ((at = ring.tryClaim(Payload.TYPE, Payload.BYTES)) < 0) {
                ThroughputRig.full(yielding);
            }
            Payload.write(data, at, Payload.first(leader, number));
            ring.commit(at);
        }
    }

    @Override
    public void follow(long count) {
        tally.begin();
        while (tally.received() < count) {
            if (ring.read(tally, ThroughputRig.POLL_LIMIT) == 0) {
                Thread.onSpinWait();
            }
        }
        tally.end(count);
    }
}
