package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Two {@link SpscRing}s. */
final class SpscRoundTrip implements Contender {
    private final SpscRing there;
    private final SpscRing back;
    private final SegmentArrival arrival = new SegmentArrival();
    /** Of the leader; opened with the first slice, because in another process they are opened too. */
    private SpscProducer producer;
    private SpscConsumer consumer;
    /** Of the follower. */
    private SpscConsumer echoed;
    private Echo echo;

    private SpscRoundTrip(SpscRing there, SpscRing back) {
        this.there = there;
        this.back = back;
    }

    static SpscRoundTrip anonymous(int alignment) {
        return new SpscRoundTrip(SpscRing.anonymous(Payload.ringCapacity(), alignment),
                SpscRing.anonymous(Payload.ringCapacity(), alignment));
    }

    static SpscRoundTrip mapped(Path folder, boolean create) throws IOException {
        Path there = folder.resolve("there");
        Path back = folder.resolve("back");
        return create
                ? new SpscRoundTrip(SpscRing.create(there, Payload.ringCapacity()),
                        SpscRing.create(back, Payload.ringCapacity()))
                : new SpscRoundTrip(SpscRing.attach(there), SpscRing.attach(back));
    }

    @Override
    public void lead(int leader, long count) {
        if (producer == null) {
            producer = there.producer();
            consumer = back.consumer();
        }
        SpscProducer out = producer;
        SpscConsumer in = consumer;
        MemorySegment data = there.data();
        for (long number = 0; number < count; number++) {
            Payload.write(data, claim(out), number);
            out.commit();
            while (in.poll(arrival, 1) == 0) {
                // The floor does not pause either.
            }
            arrival.check(number);
        }
    }

    @Override
    public void follow(long count) {
        if (echoed == null) {
            echoed = there.consumer();
            echo = new Echo(back);
        }
        SpscConsumer in = echoed;
        Echo reply = echo;
        for (long left = count; left > 0;) {
            left -= in.poll(reply, 1);
        }
    }

    private static long claim(SpscProducer producer) {
        long at = producer.tryClaim(Payload.TYPE, Payload.BYTES);
        if (at < 0) {
            throw new IllegalStateException("a ring with one message in flight is full");
        }
        return at;
    }

    /** Sends each message back, word by word. */
    private static final class Echo implements MessageHandler {
        private final SpscProducer producer;
        private final MemorySegment data;

        Echo(SpscRing ring) {
            producer = ring.producer();
            data = ring.data();
        }

        @Override
        public void onMessage(int type, MemorySegment segment, long offset, int length) {
            long at = claim(producer);
            for (int word = 0; word < Payload.WORDS; word++) {
                data.set(ValueLayout.JAVA_LONG_UNALIGNED, at + 8L * word,
                        segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + 8L * word));
            }
            producer.commit();
        }
    }
}
