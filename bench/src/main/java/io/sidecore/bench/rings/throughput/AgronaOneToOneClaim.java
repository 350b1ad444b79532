package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.BufferTally;
import io.sidecore.bench.rings.message.Payload;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Agrona's {@link OneToOneRingBuffer}: each message claimed, written in place and committed. */
final class AgronaOneToOneClaim implements Contender {
    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(Payload.ringCapacity() + RingBufferDescriptor.TRAILER_LENGTH, 128)));
    private final BufferTally tally = new BufferTally(1);

    @Override
    public void lead(int leader, long count) {
        AtomicBuffer data = ring.buffer();
        for (long number = 0; number < count; number++) {
            int at;
            while ((at = ring.tryClaim(Payload.TYPE, Payload.BYTES)) < 0) {
                Thread.onSpinWait();
            }
            Payload.write(data, at, number);
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
