package io.sidecore.bench.latency.transport;

import io.sidecore.bench.latency.load.Transport;
import io.sidecore.bench.rings.message.Payload;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** Two of Agrona's {@link OneToOneRingBuffer}s. */
final class AgronaOneToOneEcho implements Transport {
    private final OneToOneRingBuffer there;
    private final OneToOneRingBuffer back;
    private final BufferMessage arrival = new BufferMessage();
    private final Reply reply;

    private AgronaOneToOneEcho(UnsafeBuffer there, UnsafeBuffer back) {
        this.there = new OneToOneRingBuffer(there);
        this.back = new OneToOneRingBuffer(back);
        this.reply = new Reply(this.back);
    }

    static AgronaOneToOneEcho anonymous() {
        return new AgronaOneToOneEcho(BufferMessage.allocate(), BufferMessage.allocate());
    }

    static AgronaOneToOneEcho mapped(Path folder) throws IOException {
        return new AgronaOneToOneEcho(BufferMessage.map(folder.resolve("there")),
                BufferMessage.map(folder.resolve("back")));
    }

    @Override
    public boolean offer(long number) {
        OneToOneRingBuffer ring = there;
        int at = ring.tryClaim(Payload.TYPE, Payload.BYTES);
        if (at < 0) {
            return false;
        }
        Payload.write(ring.buffer(), at, number);
        ring.commit(at);
        return true;
    }

    @Override
    public long poll() {
        return back.read(arrival, 1) == 0 ? NONE : arrival.number();
    }

    @Override
    public void echo() {
        there.read(reply, Entrants.BATCH);
    }

    /** Sends each message back, word by word. */
    private static final class Reply implements MessageHandler {
        private final OneToOneRingBuffer ring;

        Reply(OneToOneRingBuffer ring) {
            this.ring = ring;
        }

        @Override
        public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
            int at;
            while ((at = ring.tryClaim(Payload.TYPE, Payload.BYTES)) < 0) {
                Thread.onSpinWait();
            }
            BufferMessage.copy(buffer, index, ring.buffer(), at);
            ring.commit(at);
        }
    }
}
