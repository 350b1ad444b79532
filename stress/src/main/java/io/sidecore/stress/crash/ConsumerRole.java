package io.sidecore.stress.crash;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.ControlledMessageHandler.Action;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingConsumer;
import io.sidecore.stress.failpoint.Failpoints;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** A consumer that does everything a consumer can do, in an order that its seed decides. One life at a time. */
final class ConsumerRole {
    private final Scenario scenario;
    private final Path file;
    private final ReceivedLedger ledger;
    private final SplittableRandom random;
    private final long salt;
    private final BooleanSupplier producersGone;
    private final boolean asksForRecovery;

    private Ring ring;
    private RingConsumer consumer;
    private boolean committed;

    /** What a handler of the application throws now and then. */
    private static final class HandlerFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HandlerFailed() {
            super("handler failed", null, false, false);
        }
    }

    ConsumerRole(Scenario scenario, Path file, ReceivedLedger ledger, SplittableRandom random, long salt,
            BooleanSupplier producersGone) {
        this.scenario = scenario;
        this.file = file;
        this.ledger = ledger;
        this.random = random;
        this.salt = salt;
        this.producersGone = producersGone;
        this.asksForRecovery = random.nextBoolean();
    }

    /** Attaches and consumes until the producers are gone and the ring is empty; a death ends it earlier. */
    void live() throws RegionException {
        ring = scenario.attach(file);
        open();
        while (true) {
            // In this order: what they committed before they went is then found by the poll.
            boolean gone = producersGone.getAsBoolean();
            int messages = act();
            if (messages == 0 && gone && scenario.isEmpty(consumer, ring)) {
                break;
            }
            if (messages == 0) {
                if (asksForRecovery && random.nextInt(3) == 0) {
                    scenario.recover(consumer);
                }
                Failpoints.pause();
            }
        }
        scenario.recover(consumer);
        // Of a closed ring, it seals the producers' position.
        consumer.isDrained();
        consumer.close();
    }

    private void open() {
        consumer = Attempts.untilFree(() -> scenario.consumer(ring));
        ledger.beginLife();
    }

    private int act() {
        int limit = 1 + random.nextInt(random.nextBoolean() ? 3 : 20);
        int what = random.nextInt(64);
        if (what == 0) {
            consumer.heartbeat();
        } else if (what == 1 && random.nextInt(8) == 0) {
            consumer.close();
            open();
        } else if (what == 2) {
            consumer.isDrained();
        }
        int before = ledger.count();
        committed = false;
        try {
            if (what < 40) {
                consumer.poll(this::consume, limit);
            } else {
                consumer.controlledPoll(this::consumeAndAnswer, limit);
            }
        } catch (HandlerFailed e) {
            // What it threw on counts as consumed.
        }
        if (ledger.count() > before) {
            ledger.confirm(ledger.count());
        }
        return ledger.count() - before;
    }

    private void consume(int type, MemorySegment segment, long offset, int length) {
        if (committed) {
            ledger.confirm(ledger.count());
            committed = false;
        }
        Failpoints.application();
        int slot = Message.slot(type);
        int sequence = Message.sequence(type, segment, offset, length);
        boolean whole = Message.matches(segment, offset, length, salt, slot, sequence);
        ledger.add(consumer.messagePosition(), slot, sequence, length, whole);
        Failpoints.application();
        if (random.nextInt(50) == 0) {
            throw new HandlerFailed();
        }
    }

    private Action consumeAndAnswer(int type, MemorySegment segment, long offset, int length) {
        consume(type, segment, offset, length);
        return switch (random.nextInt(10)) {
            case 0 -> {
                ledger.abort();
                yield Action.ABORT;
            }
            case 1 -> Action.BREAK;
            case 2, 3 -> {
                committed = true;
                yield Action.COMMIT;
            }
            default -> Action.CONTINUE;
        };
    }
}
