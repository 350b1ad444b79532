package io.sidecore.examples.trading.run;

import io.sidecore.examples.trading.book.OrderMessage;
import io.sidecore.examples.trading.flow.OrderFlow;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import org.HdrHistogram.Histogram;

/**
 * Feeds orders into the ring on a fixed schedule. Each message carries the time at which it should have been sent, so that a
 * gateway or a ring that falls behind shows in the latency instead of hiding it (coordinated omission).
 */
final class Gateway {
    private static final int TYPE = 1;
    private static final int DRAIN_EVERY = 32;

    private final OrderFlow flow;
    private final SpscRing ring;
    private final long intervalNanos;
    private final MarketData subscriber;
    private volatile boolean stopped;
    private final Histogram lateness = new Histogram(HotLoop.MAX_LATENCY_NS, 3);

    Gateway(OrderFlow flow, SpscRing ring, long perSecond, MarketData subscriber) {
        this.flow = flow;
        this.ring = ring;
        this.intervalNanos = Math.max(1, 1_000_000_000L / perSecond);
        this.subscriber = subscriber;
    }

    /** Sends the whole flow, unless stopped. */
    void run() {
        SpscProducer producer = ring.producer();
        long start = System.nanoTime() + 1_000_000;
        for (int i = 0; i < flow.count() && !stopped; i++) {
            long intended = start + i * intervalNanos;
            while (System.nanoTime() < intended && !stopped) {
                // The syscall thread may live on the same CPU.
                Thread.yield();
            }
            long at = producer.tryClaim(TYPE, OrderMessage.BYTES);
            while (at < 0 && !stopped) {
                Thread.yield();
                at = producer.tryClaim(TYPE, OrderMessage.BYTES);
            }
            if (at >= 0) {
                flow.encode(i, ring.data(), at, i + 1L, intended);
                producer.commit();
                lateness.recordValue(Math.clamp(System.nanoTime() - intended, 0, HotLoop.MAX_LATENCY_NS));
            }
            if (i % DRAIN_EVERY == 0) {
                subscriber.drain();
            }
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
