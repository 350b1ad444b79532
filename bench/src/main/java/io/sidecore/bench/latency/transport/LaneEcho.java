package io.sidecore.bench.latency.transport;

import io.sidecore.bench.latency.load.Transport;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.LaneConsumer;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.SpscProducer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Two {@link LaneRing}s of one lane. */
final class LaneEcho implements Transport {
    private final LaneRing there;
    private final LaneRing back;
    private final SegmentMessage arrival = new SegmentMessage();
    /** Of the application's thread. */
    private SpscProducer out;
    private LaneConsumer in;
    private MemorySegment data;
    /** Of the other thread. */
    private LaneConsumer arriving;
    private Reply reply;

    private LaneEcho(LaneRing there, LaneRing back) {
        this.there = there;
        this.back = back;
    }

    static LaneEcho anonymous() {
        return new LaneEcho(LaneRing.anonymous(1, Entrants.CAPACITY), LaneRing.anonymous(1, Entrants.CAPACITY));
    }

    static LaneEcho mapped(Path folder, boolean create) throws IOException {
        Path there = folder.resolve("there");
        Path back = folder.resolve("back");
        return create
                ? new LaneEcho(LaneRing.create(there, 1, Entrants.CAPACITY),
                        LaneRing.create(back, 1, Entrants.CAPACITY))
                : new LaneEcho(LaneRing.attach(there), LaneRing.attach(back));
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
        SpscProducer producer = out;
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
        private final SpscProducer producer;
        private final MemorySegment data;

        Reply(SpscProducer producer) {
            this.producer = producer;
            this.data = producer.data();
        }

        @Override
        public void onMessage(int type, MemorySegment segment, long offset, int length) {
            SpscProducer target = producer;
            long at;
            while ((at = target.tryClaim(Payload.TYPE, Payload.BYTES)) < 0) {
                Thread.onSpinWait();
            }
            SegmentMessage.copy(segment, offset, data, at);
            target.commit();
        }
    }
}
