package io.sidecore.stress.soak.load;

import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastReader;
import io.sidecore.ring.broadcast.BroadcastRing;
import io.sidecore.stress.crash.trial.Violation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A broadcast ring with two readers, one of which is too slow at times: what a reader has got and what it has missed are all there was. */
final class BroadcastLoad extends Load {
    private static final long PERIOD_NANOS = 2_000_000;
    private static final long CAPACITY = 1 << 15;
    private static final int LONGEST = 512;
    private static final int MOST_IN_A_BURST = 32;
    private static final int BURSTS_OF_A_LIFE = 1000;

    BroadcastLoad(Stint stint) {
        super("broadcast", stint);
    }

    @Override
    public void start(Path folder) throws IOException {
        Path file = folder.resolve(name());
        BroadcastRing.create(file, CAPACITY);
        // They join before the first message, or they would not know what to expect.
        BroadcastReader quick = BroadcastRing.attach(file).reader();
        BroadcastReader slow = BroadcastRing.attach(file).reader();
        sender("publisher", () -> publish(file));
        thread("reader", () -> new Listener(quick, true).listen());
        thread("slow reader", () -> new Listener(slow, false).listen());
        startThreads();
    }

    private void publish(Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        BroadcastPublisher publisher = BroadcastRing.attach(file).publisher();
        MemorySegment source = MemorySegment.ofArray(new byte[LONGEST]);
        long sequence = 0;
        long due = System.nanoTime();
        for (int burst = 1; !stint().isOver(); burst++) {
            due = pause(due, PERIOD_NANOS);
            for (int i = random.nextInt(1, MOST_IN_A_BURST); i > 0; i--) {
                int length = random.nextInt(Letter.HEAD, LONGEST);
                Letter.write(source, 0, length, 0, sequence, due);
                long number = publisher.offer(1, source, 0, length);
                if (number != sequence++) {
                    throw new Violation("message " + (sequence - 1) + " was published with number " + number);
                }
            }
            if (burst % BURSTS_OF_A_LIFE == 0) {
                publisher.close();
                publisher = BroadcastRing.attach(file).publisher();
            }
        }
        publisher.close();
    }

    /** One reader. */
    private final class Listener {
        private final BroadcastReader reader;
        private final boolean isQuick;
        private long delivered;

        Listener(BroadcastReader reader, boolean isQuick) {
            this.reader = reader;
            this.isQuick = isQuick;
        }

        void listen() {
            long due = System.nanoTime();
            while (true) {
                boolean last = haveSendersEnded();
                int messages = reader.poll(this::receive, Integer.MAX_VALUE);
                if (delivered + reader.missed() != reader.sequence() + 1) {
                    throw new Violation(delivered + " delivered and " + reader.missed()
                            + " missed, but the last one was number " + reader.sequence());
                }
                if (messages == 0) {
                    if (last) {
                        return;
                    }
                    due = pause(due, PERIOD_NANOS);
                    for (int i = 0; !isQuick && i < 20; i++) {
                        due = pause(due, PERIOD_NANOS);
                    }
                }
            }
        }

        private void receive(int type, MemorySegment segment, long offset, int length) {
            Letter.check(segment, offset, length);
            if (Letter.sequence(segment, offset) != reader.sequence()) {
                throw new Violation("message " + Letter.sequence(segment, offset) + " came as number "
                        + reader.sequence());
            }
            delivered++;
            if (isQuick) {
                countDone(Letter.due(segment, offset));
            }
        }
    }

    @Override
    void close() {
        // The mapping goes with its last user.
    }
}
