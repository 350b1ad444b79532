package io.sidecore.bench.latency.transport;

import io.sidecore.bench.latency.load.Transport;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Two {@link MpscRing}s, with one producer each. */
final class MpscEcho implements Transport {
    private final MpscRing there;
    private final MpscRing back;
    private final SegmentMessage arrival = new SegmentMessage();
    /** Of the application's thread. */
    private MpscProducer out;
    private MpscConsumer in;
    private MemorySegment data;
    /** Of the other thread. */
    private MpscConsumer arriving;
    private Reply reply;

    private MpscEcho(MpscRing there, MpscRing back) {
        this.there = there;
        this.back = back;
    }

    static MpscEcho anonymous() {
        return new MpscEcho(MpscRing.anonymous(Entrants.CAPACITY), MpscRing.anonymous(Entrants.CAPACITY));
    }

    static MpscEcho mapped(Path folder, boolean create) throws IOException {
        Path there = folder.resolve("there");
        Path back = folder.resolve("back");
        return create
                ? new MpscEcho(MpscRing.create(there, Entrants.CAPACITY), MpscRing.create(back, Entrants.CAPACITY))
                : new MpscEcho(MpscRing.attach(there), MpscRing.attach(back));
    }

    @Override
    public void lead() {
        out = there.producer();
        in = back.consumer();
        data = out.data();
    }

    @Override
    public void follow() {
        arriving = there.consumer();
        reply = new Reply(back.producer());
    }

    @Override
    public boolean offer(long number) {
        MpscProducer producer = out;
        long at = producer.tryClaim(Payload.TYPE, Payload.BYTES);
        if (at < 0) {
            return false;
        }
        Payload.write(data, at, number);
        producer.commit();
        return true;
    }

    @Override
    public long poll() {
        return in.poll(arrival, 1) == 0 ? NONE : arrival.number();
    }

    @Override
    public void echo() {
        arriving.poll(reply, Entrants.BATCH);
    }

    /** Sends each message back, word by word. */
    private static final class Reply implements MessageHandler {
        private final MpscProducer producer;
        private final MemorySegment data;

        Reply(MpscProducer producer) {
            this.producer = producer;
            this.data = producer.data();
        }

        @Override
        public void onMessage(int type, MemorySegment segment, long offset, int length) {
            MpscProducer target = producer;
            long at;
            while ((at = target.tryClaim(Payload.TYPE, Payload.BYTES)) < 0) {
                Thread.onSpinWait();
            }
            SegmentMessage.copy(segment, offset, data, at);
            target.commit();
        }
    }
}
