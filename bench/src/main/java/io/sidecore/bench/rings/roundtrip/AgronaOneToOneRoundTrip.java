package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Two of Agrona's {@link OneToOneRingBuffer}s. */
final class AgronaOneToOneRoundTrip implements Contender {
    private static final int LENGTH = Payload.ringCapacity() + RingBufferDescriptor.TRAILER_LENGTH;

    private final OneToOneRingBuffer there;
    private final OneToOneRingBuffer back;
    private final BufferArrival arrival = new BufferArrival();
    private final Echo echo;

    private AgronaOneToOneRoundTrip(UnsafeBuffer there, UnsafeBuffer back) {
        this.there = new OneToOneRingBuffer(there);
        this.back = new OneToOneRingBuffer(back);
        this.echo = new Echo(this.back);
    }

    static AgronaOneToOneRoundTrip anonymous() {
        return new AgronaOneToOneRoundTrip(new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, 128)),
                new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, 128)));
    }

    static AgronaOneToOneRoundTrip mapped(Path folder, boolean create) throws IOException {
        return new AgronaOneToOneRoundTrip(map(folder.resolve("there")), map(folder.resolve("back")));
    }

    private static UnsafeBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH));
        }
    }

    @Override
    public void lead(int leader, long count) {
        // Locals, as in the twin over an SpscRing: fields would be loaded again behind each ordered access.
        OneToOneRingBuffer out = there;
        OneToOneRingBuffer in = back;
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
        OneToOneRingBuffer in = there;
        Echo reply = echo;
        for (long left = count; left > 0;) {
            left -= in.read(reply, 1);
        }
    }

    private static int claim(OneToOneRingBuffer ring) {
        int at = ring.tryClaim(Payload.TYPE, Payload.BYTES);
        if (at < 0) {
            throw new IllegalStateException("a ring with one message in flight is full");
        }
        return at;
    }

    /** Sends each message back, word by word. */
    private static final class Echo implements MessageHandler {
        private final OneToOneRingBuffer ring;
        private final AtomicBuffer data;

        Echo(OneToOneRingBuffer ring) {
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
