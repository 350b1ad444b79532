package io.sidecore.examples.trading.run;

import io.sidecore.examples.trading.book.MatchingEngine;
import io.sidecore.examples.trading.book.OrderBook;
import io.sidecore.examples.trading.book.OrderMessage;
import io.sidecore.examples.trading.book.Outcome;
import io.sidecore.examples.trading.book.TradeListener;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.SpscConsumer;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.IdleStrategy;

/** The hot thread's loop: take messages, match, journal, publish what is durable. No allocation, no lock. */
final class HotLoop implements MessageHandler, TradeListener {
    /** Longest latency that the histograms hold; a longer one is recorded as this. */
    static final long MAX_LATENCY_NS = 600_000_000_000L;
    private static final int BATCH = 8;
    /** Messages that may be on their way to durability; a power of two above any group. */
    private static final int WAITING = 1 << 18;

    private final SpscConsumer inbound;
    private final Journal journal;
    private final TradePublisher publisher;
    private final Completions completions;
    private final MatchingEngine engine;
    private final IdleStrategy idle;
    private final int syncEvery;
    private final long[] sentNanos = new long[WAITING];
    private final long[] enteredNanos;
    private final Histogram processed = new Histogram(MAX_LATENCY_NS, 3);
    private final Histogram fromRing = new Histogram(MAX_LATENCY_NS, 3);
    private final Histogram durable = new Histogram(MAX_LATENCY_NS, 3);

    /** Set when the gateway has failed: no more messages will come. */
    private final AtomicBoolean abandoned;
    private long sequence;
    private long durableSequence;
    private long rejected;

    HotLoop(SpscConsumer inbound, Journal journal, TradePublisher publisher, Completions completions, IdleStrategy idle,
            int syncEvery, AtomicBoolean abandoned, long[] enteredNanos) {
        this.enteredNanos = enteredNanos;
        this.inbound = inbound;
        this.journal = journal;
        this.publisher = publisher;
        this.completions = completions;
        this.engine = new MatchingEngine(new OrderBook(1 << 16), this);
        this.idle = idle;
        this.syncEvery = syncEvery;
        this.abandoned = abandoned;
    }

    /** Runs until {@code messages} messages are processed, durable, and their trades published. */
    void run(long messages) {
        while (sequence < messages && !abandoned.getAcquire() || !journal.isDurable() || !publisher.isIdle()) {
            int work = inbound.poll(this, BATCH);
            work += completions.poll();
            publisher.publish(durableSequence);
            long unsynced = journal.unsynced();
            if (unsynced >= syncEvery || unsynced > 0 && work == 0 && !journal.syncing()
                    && (sequence >= messages || abandoned.getAcquire())) {
                journal.sync();
                work++;
            }
            if (work > 0) {
                idle.reset();
            } else {
                idle.idle();
            }
        }
    }

    @Override
    public void onMessage(int type, MemorySegment segment, long offset, int length) {
        sequence = OrderMessage.sequence(segment, offset);
        long sent = OrderMessage.sentNanos(segment, offset);
        sentNanos[(int) sequence & WAITING - 1] = sent;
        long record = journal.begin();
        Outcome outcome = engine.apply(segment, offset);
        if (outcome.isRejected()) {
            rejected++;
        }
        journal.end(record, sequence, segment, offset, outcome);
        long now = System.nanoTime();
        record(processed, now - sent);
        record(fromRing, now - enteredNanos[(int) sequence & enteredNanos.length - 1]);
        if (journal.unsynced() >= syncEvery) {
            journal.sync();
        }
    }

    @Override
    public void onTrade(long makerOrderId, long takerOrderId, long price, int size, byte takerSide) {
        while (!publisher.hasRoom()) {
            publisher.publish(durableSequence);
            if (journal.unsynced() > 0 && !journal.syncing()) {
                journal.sync();
            }
            if (completions.poll() == 0 && completions.isIdle()) {
                throw new IllegalStateException(
                        "message " + sequence + " has more trades than can wait for their publication");
            }
        }
        long number = publisher.add(sequence, makerOrderId, takerOrderId, price, size, takerSide);
        journal.trade(sequence, number, makerOrderId, takerOrderId, price, size, takerSide);
    }

    /** Called from a completion; the trades go out from the loop, because completions must not submit without bound. */
    void onDurable(long upTo) {
        long now = System.nanoTime();
        for (long message = durableSequence + 1; message <= upTo; message++) {
            record(durable, now - sentNanos[(int) message & WAITING - 1]);
        }
        durableSequence = Math.max(durableSequence, upTo);
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, MAX_LATENCY_NS));
    }

    OrderBook book() {
        return engine.book();
    }

    Histogram processed() {
        return processed;
    }

    Histogram fromRing() {
        return fromRing;
    }

    Histogram durableLatency() {
        return durable;
    }

    long rejected() {
        return rejected;
    }
}
