package io.sidecore.stress.model;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingConsumer;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;

/**
 * One scenario under the model checker, in a JVM of its own whose class path begins with the on-heap twin of the memory.
 *
 * <p>Rings are made outside: only what happens between the threads is explored. All stores are sequentially consistent here; weaker orders
 * are JCStress's.
 */
public final class RingModel {
    private static final int TYPE = 1;
    /** A method of the twin only, which the compiler does not see. */
    private static Method restore;

    private RingModel() {}

    /**
     * Runs it; an unexpected outcome ends with the interleaving on standard error and exit code 1.
     *
     * @param arguments scenario, number of interleavings to explore
     * @throws ReflectiveOperationException if the twin is not in front of the class path
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        int interleavings = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "spsc" -> spsc(interleavings);
            case "mpsc" -> mpsc(interleavings);
            case "abort" -> abort(interleavings);
            default -> throw new IllegalArgumentException("no scenario " + arguments[0]);
        }
    }

    /** The consumer sees a prefix of what was sent, in order, across the end of the ring and with back-pressure. */
    private static void spsc(int interleavings) throws ReflectiveOperationException {
        SpscRing ring = SpscRing.anonymous(Ring.MIN_CAPACITY);
        RingConsumer filler = ring.consumer();
        try (SpscProducer producer = ring.producer()) {
            // Leaves one line up to the end of the ring, so that the second message is padded to the start.
            for (int i = 0; i < 5; i++) {
                send(ring, producer, 160, -1);
                filler.poll((type, segment, offset, length) -> {}, 1);
            }
        }
        filler.close();
        save();
        Lincheck.runConcurrentTest(interleavings, () -> {
            restore();
            SpscProducer producer = ring.producer();
            RingConsumer consumer = ring.consumer();
            List<Long> got = new ArrayList<>();
            Thread sender = new Thread(() -> {
                for (long value = 1; value <= 3; value++) {
                    send(ring, producer, 100, value);
                }
            });
            sender.start();
            MessageHandler take = take(ring, got);
            consumer.poll(take, 2);
            consumer.poll(take, 2);
            join(sender);
            consumer.poll(take, 10);
            expect(got.equals(List.of(1L, 2L, 3L)), got);
        });
    }

    /** Two producers claim against each other; nothing is lost, doubled or torn, and each one's messages keep their order. */
    private static void mpsc(int interleavings) throws ReflectiveOperationException {
        MpscRing ring = MpscRing.anonymous(Ring.MIN_CAPACITY);
        save();
        Lincheck.runConcurrentTest(interleavings, () -> {
            restore();
            MpscProducer one = ring.producer();
            MpscProducer two = ring.producer();
            RingConsumer consumer = ring.consumer();
            List<Long> got = new ArrayList<>();
            Thread first = new Thread(() -> {
                send(ring, one, 8, 1);
                send(ring, one, 8, 2);
            });
            Thread second = new Thread(() -> send(ring, two, 8, 11));
            first.start();
            second.start();
            MessageHandler take = take(ring, got);
            consumer.poll(take, 10);
            consumer.poll(take, 10);
            join(first);
            join(second);
            consumer.poll(take, 10);
            expect(got.size() == 3 && got.indexOf(1L) < got.indexOf(2L) && got.contains(11L), got);
        });
    }

    /** An aborted claim among committed ones is never seen and holds nothing up. */
    private static void abort(int interleavings) throws ReflectiveOperationException {
        MpscRing ring = MpscRing.anonymous(Ring.MIN_CAPACITY);
        save();
        Lincheck.runConcurrentTest(interleavings, () -> {
            restore();
            MpscProducer one = ring.producer();
            MpscProducer two = ring.producer();
            RingConsumer consumer = ring.consumer();
            List<Long> got = new ArrayList<>();
            Thread first = new Thread(() -> {
                long at = one.tryClaim(TYPE, 80);
                OffHeap.putLong(ring.data().address() + at + 56, 99);
                one.abort();
                send(ring, one, 8, 1);
            });
            Thread second = new Thread(() -> send(ring, two, 8, 11));
            first.start();
            second.start();
            MessageHandler take = take(ring, got);
            consumer.poll(take, 10);
            join(first);
            join(second);
            consumer.poll(take, 10);
            expect(got.size() == 2 && got.contains(1L) && got.contains(11L), got);
        });
    }

    private static void send(Ring ring, RingProducer producer, int length, long value) {
        long at = producer.tryClaim(TYPE, length);
        if (at < 0) {
            throw new AssertionError("no room");
        }
        OffHeap.putLong(ring.data().address() + at, value);
        producer.commit();
    }

    private static MessageHandler take(Ring ring, List<Long> got) {
        return (type, segment, offset, length) -> got.add(OffHeap.getLong(ring.data().address() + offset));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void expect(boolean asItMustBe, List<Long> got) {
        if (!asItMustBe) {
            throw new AssertionError("unexpected messages: " + got);
        }
    }

    private static void save() throws ReflectiveOperationException {
        OffHeap.class.getMethod("save").invoke(null);
        restore = OffHeap.class.getMethod("restore");
    }

    private static void restore() {
        try {
            restore.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
