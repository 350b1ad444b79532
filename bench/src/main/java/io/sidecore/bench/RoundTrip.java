package io.sidecore.bench;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message there and back between two pinned threads: through two rings, and through two bare cache lines, which is the least
 * that any pair of rings can take.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoundTrip {
    private static final int TYPE = 1;

    /** Starts the echoing thread on the other core and pins the measuring one. */
    abstract static class Pair {
        /** Non-zero ends the echo; on a line of its own, for the threads' fields change with every message. */
        private final long stop = Arena.global().allocate(256, 256).address();
        private PinnedThread pin;
        private Thread echo;

        void start() {
            CorePlan plan = CorePlan.automatic();
            pin = PinnedThread.to(plan.application().id());
            echo = Thread.ofPlatform().daemon().start(() -> {
                try (PinnedThread other = PinnedThread.to(plan.syscall().id())) {
                    echo(stop, other.cpu());
                }
            });
        }

        abstract void echo(long stop, int cpu);

        void stop() throws InterruptedException {
            OffHeap.putLongRelease(stop, 1);
            echo.join();
            pin.close();
        }
    }

    /** Two lines, 128 bytes apart, each with a counter that one side writes. */
    @State(Scope.Thread)
    public static class BareLines extends Pair {
        private final long there = Arena.global().allocate(512, 256).address();
        private final long back = there + 256;
        private long count;

        @Setup
        @Override
        public void start() {
            super.start();
        }

        @Override
        void echo(long stop, int cpu) {
            long in = there;
            long out = back;
            for (long last = 0; OffHeap.getLongAcquire(stop) == 0;) {
                long seen = OffHeap.getLongAcquire(in);
                if (seen != last) {
                    last = seen;
                    OffHeap.putLongRelease(out, seen);
                }
            }
        }

        @TearDown
        @Override
        public void stop() throws InterruptedException {
            super.stop();
        }
    }

    /** Two rings with the default alignment. */
    @State(Scope.Thread)
    public static class Rings extends Pair {
        private final SpscRing there = SpscRing.anonymous(1 << 16);
        private final SpscRing back = SpscRing.anonymous(1 << 16);
        private SpscProducer producer;
        private SpscConsumer consumer;
        private long count;
        private long seen;
        private final MessageHandler receive = (type, segment, offset, length) -> seen = segment
                .get(ValueLayout.JAVA_LONG_UNALIGNED, offset);

        @Setup
        @Override
        public void start() {
            producer = there.producer();
            consumer = back.consumer();
            super.start();
        }

        @Override
        void echo(long stop, int cpu) {
            SpscConsumer in = there.consumer();
            SpscProducer out = back.producer();
            MessageHandler reply = (type, segment, offset, length) -> send(back, out,
                    segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset));
            while (OffHeap.getLongAcquire(stop) == 0) {
                in.poll(reply, 1);
            }
        }

        @TearDown
        @Override
        public void stop() throws InterruptedException {
            super.stop();
        }
    }

    private static void send(SpscRing ring, SpscProducer producer, long value) {
        long at = producer.tryClaim(TYPE, 32);
        if (at < 0) {
            throw new IllegalStateException("a ring with one message in flight is full");
        }
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        producer.commit();
    }

    @Benchmark
    public long bareLines(BareLines lines) {
        long value = ++lines.count;
        OffHeap.putLongRelease(lines.there, value);
        long seen;
        do {
            seen = OffHeap.getLongAcquire(lines.back);
        } while (seen != value);
        return seen;
    }

    @Benchmark
    public long spscRings(Rings rings) {
        long value = ++rings.count;
        send(rings.there, rings.producer, value);
        while (rings.seen != value) {
            rings.consumer.poll(rings.receive, 1);
        }
        return rings.seen;
    }
}
