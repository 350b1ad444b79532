package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import java.lang.foreign.MemorySegment;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;

/** Agrona's {@link BroadcastTransmitter}, which copies each message in, with no receiver. */
final class AgronaBroadcast implements Contender {
    private final UnsafeBuffer buffer = new UnsafeBuffer(BufferUtil
            .allocateDirectAligned(Payload.ringCapacity() + BroadcastBufferDescriptor.TRAILER_LENGTH, 128));
    private final BroadcastTransmitter transmitter = new BroadcastTransmitter(buffer);
    private final BroadcastReceiver receiver = new BroadcastReceiver(buffer);
    private final MemorySegment memory = MemorySegment.ofBuffer(buffer.byteBuffer());
    private final UnsafeBuffer source = new Prepared().buffer();

    @Override
    public void lead(int leader, long count) {
        for (long number = 0; number < count; number++) {
            transmitter.transmit(Payload.TYPE, source, Prepared.offset(number), Payload.BYTES);
        }
        check(count - 1);
    }

    private void check(long last) {
        int found = -1;
        while (receiver.receiveNext()) {
            found = receiver.offset();
        }
        if (found < 0) {
            throw new IllegalStateException("the last message is not there");
        }
        Prepared.check(Payload.read(memory, found), last);
    }

    @Override
    public void follow(long count) {
        // Nobody receives.
    }
}
