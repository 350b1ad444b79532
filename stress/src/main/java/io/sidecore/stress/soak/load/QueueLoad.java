package io.sidecore.stress.soak.load;

import io.sidecore.ring.LaneConsumer;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingConsumer;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.stress.crash.trial.Violation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A ring with a consumer, between threads that attach to one file: nothing lost, nothing twice, each sender's messages in order. */
final class QueueLoad extends Load {
    private static final long PERIOD_NANOS = 2_000_000;
    private static final long CAPACITY = 1 << 16;
    private static final int LIMIT = 256;
    private static final int MOST_IN_A_BURST = 32;
    private static final int LONGEST = 512;
    /** Bursts between two openings. */
    private static final int BURSTS_OF_A_LIFE = 1000;
    private static final int BURSTS_BEFORE_FAULT = 200;

    private final Kind kind;
    private final int senders;
    private final long[] expected;

    /** Makes or opens one side of a ring in a file. */
    private interface Opening<T> {
        T in(Path file) throws IOException;
    }

    /** One of the three rings, as it is made and opened. */
    private record Kind(Opening<?> ring, Opening<RingProducer> producer, Opening<Consumer> consumer) {}

    /** The consuming side of any. */
    private interface Consumer {
        int poll(MessageHandler handler);

        void await();

        void close();
    }

    private QueueLoad(String name, Stint stint, int senders, Kind kind) {
        super(name, stint);
        this.kind = kind;
        this.senders = senders;
        this.expected = new long[senders];
    }

    private record RingSide(RingConsumer side) implements Consumer {
        @Override
        public int poll(MessageHandler handler) {
            return side.poll(handler, LIMIT);
        }

        @Override
        public void await() {
            side.await(1, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            side.close();
        }
    }

    private record LaneSide(LaneConsumer side) implements Consumer {
        @Override
        public int poll(MessageHandler handler) {
            return side.poll(handler, LIMIT);
        }

        @Override
        public void await() {
            side.await(1, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            side.close();
        }
    }

    static QueueLoad spsc(Stint stint) {
        return new QueueLoad("spsc", stint, 1, new Kind(file -> SpscRing.create(file, CAPACITY),
                file -> SpscRing.attach(file).producer(), file -> new RingSide(SpscRing.attach(file).consumer())));
    }

    static QueueLoad mpsc(Stint stint) {
        return new QueueLoad("mpsc", stint, 2, new Kind(file -> MpscRing.create(file, CAPACITY),
                file -> MpscRing.attach(file).producer(), file -> new RingSide(MpscRing.attach(file).consumer())));
    }

    static QueueLoad lanes(Stint stint) {
        return new QueueLoad("lane", stint, 2, new Kind(file -> LaneRing.create(file, 3, CAPACITY),
                file -> LaneRing.attach(file).producer(), file -> new LaneSide(LaneRing.attach(file).consumer())));
    }

    @Override
    public void start(Path folder) throws IOException {
        Path file = folder.resolve(name());
        kind.ring().in(file);
        for (int i = 0; i < senders; i++) {
            int sender = i;
            sender("producer " + i, () -> send(file, sender));
        }
        thread("consumer", () -> receive(file));
        startThreads();
    }

    private void send(Path file, int sender) throws IOException {
        SplittableRandom random = new SplittableRandom(sender);
        RingProducer producer = kind.producer().in(file);
        long sequence = 0;
        long due = System.nanoTime();
        for (int burst = 1; !stint().isOver(); burst++) {
            due = pause(due, PERIOD_NANOS);
            if (burst == BURSTS_BEFORE_FAULT && stint().fault() == Fault.LOSS && sender == 0) {
                sequence++;
                countSent();
            }
            for (int i = random.nextInt(1, MOST_IN_A_BURST); i > 0 && !stint().isOver(); i--) {
                boolean isSpoilt = burst == BURSTS_BEFORE_FAULT && stint().fault() == Fault.CHECKSUM;
                send(producer, random.nextInt(Letter.HEAD, LONGEST), sender, sequence++, due, isSpoilt);
            }
            producer.wake();
            // Only where the other sender cannot take the lane between: positions of a lane go on, but the sender's order would not.
            if (burst % BURSTS_OF_A_LIFE == 0 && !name().equals("lane")) {
                producer.close();
                producer = kind.producer().in(file);
            }
        }
        producer.close();
    }

    private void send(RingProducer producer, int length, int sender, long sequence, long due, boolean isSpoilt) {
        long at = producer.tryClaim(1 + sender, length);
        while (at == Ring.BACK_PRESSURE) {
            producer.awaitRoom(length, 1, TimeUnit.MILLISECONDS);
            at = producer.tryClaim(1 + sender, length);
        }
        if (at < 0) {
            throw new Violation("a claim returned " + at + ", but nobody has closed the ring");
        }
        MemorySegment data = producer.data();
        Letter.write(data, at, length, sender, sequence, due);
        if (isSpoilt) {
            long last = at + length - 1;
            data.set(ValueLayout.JAVA_BYTE, last, (byte) ~data.get(ValueLayout.JAVA_BYTE, last));
        }
        producer.commit();
        countSent();
    }

    private void receive(Path file) throws IOException {
        Consumer consumer = kind.consumer().in(file);
        // From a failure on, nobody waits for what may never come.
        for (int polls = 1; !isComplete() && stint().failure() == null; polls++) {
            if (consumer.poll(this::receive) == 0) {
                consumer.await();
            }
            if (polls % (BURSTS_OF_A_LIFE * 2) == 0) {
                consumer.close();
                consumer = kind.consumer().in(file);
            }
        }
        consumer.close();
    }

    private void receive(int type, MemorySegment segment, long offset, int length) {
        Letter.check(segment, offset, length);
        int sender = Letter.sender(segment, offset);
        long sequence = Letter.sequence(segment, offset);
        if (sender >= senders || type != 1 + sender || sequence != expected[sender]) {
            throw new Violation("message " + sequence + " of sender " + sender + " and type " + type + " came, but "
                    + (sender < senders ? "message " + expected[sender] + " is next" : "there is no such sender"));
        }
        expected[sender]++;
        countDone(Letter.due(segment, offset));
    }

    @Override
    void close() {
        // The mapping goes with its last user.
    }
}
