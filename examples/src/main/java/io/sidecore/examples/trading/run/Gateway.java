package io.sidecore.examples.trading.run;

import io.sidecore.examples.trading.book.OrderMessage;
import io.sidecore.examples.trading.flow.OrderFlow;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Feeds orders into the ring on a fixed schedule. Each message carries the time at which it should have been sent, so that a
 * gateway or a ring that falls behind shows in the latency instead of hiding it (coordinated omission).
 */
final class Gateway {
    private static final int TYPE = 1;
    private static final int DRAIN_EVERY = 32;
    private static final long GIVE_WAY_NANOS = 50_000;

    private final OrderFlow flow;
    private final SpscRing ring;
    private final long intervalNanos;
    private final MarketData subscriber;
    private final BooleanSupplier coreWanted;
    private final long[] enteredNanos;
    private volatile boolean stopped;
    private final Histogram lateness = new Histogram(HotLoop.MAX_LATENCY_NS, 3);

    /**
     * {@code coreWanted}: whether to sleep instead of yielding, because the kernel has work for this CPU that must not wait.
     * {@code enteredNanos}: when each message entered the ring, at its sequence modulo the length, a power of two.
     */
    Gateway(OrderFlow flow, SpscRing ring, long perSecond, MarketData subscriber, BooleanSupplier coreWanted,
            long[] enteredNanos) {
        this.flow = flow;
        this.ring = ring;
        this.intervalNanos = Math.max(1, 1_000_000_000L / perSecond);
        this.subscriber = subscriber;
        this.coreWanted = coreWanted;
        this.enteredNanos = enteredNanos;
    }

    /** Sends the whole flow, unless stopped. */
    void run() {
        SpscProducer producer = ring.producer();
        long start = System.nanoTime() + 1_000_000;
        for (int i = 0; i < flow.count() && !stopped; i++) {
            long intended = start + i * intervalNanos;
            while (System.nanoTime() < intended && !stopped) {
                pause();
            }
            long at = producer.tryClaim(TYPE, OrderMessage.BYTES);
            while (at < 0 && !stopped) {
                pause();
                at = producer.tryClaim(TYPE, OrderMessage.BYTES);
            }
            if (at >= 0) {
                flow.encode(i, ring.data(), at, i + 1L, intended);
                long now = System.nanoTime();
                // Seen by the hot thread because the commit comes after it.
                enteredNanos[i + 1 & enteredNanos.length - 1] = now;
                producer.commit();
                lateness.recordValue(Math.clamp(now - intended, 0, HotLoop.MAX_LATENCY_NS));
            }
            if (i % DRAIN_EVERY == 0) {
                subscriber.drain();
            }
        }
    }

    private void pause() {
        if (coreWanted.getAsBoolean()) {
            LockSupport.parkNanos(GIVE_WAY_NANOS);
        } else {
            Thread.yield();
        }
    }

    /** Makes {@link #run} return early; any thread. */
    void stop() {
        stopped = true;
    }

    /** From the intended send time until the message was in the ring; after {@link #run}. */
    Histogram lateness() {
        return lateness;
    }
}
