package io.sidecore.stress.crash.queue;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.ControlledMessageHandler.Action;
import io.sidecore.ring.CorruptRingException;
import io.sidecore.stress.crash.trial.Attempts;
import io.sidecore.stress.crash.trial.HandlerFailed;
import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A consumer that does everything a consumer can do, in an order that its seed decides. */
final class ConsumerRole implements Role {
    private final ProducerRole.Attachment attachment;
    private final Post post;
    private final ReceivedLedger ledger;
    private final SplittableRandom random;
    private final boolean asksForRecovery;

    private Queue queue;
    private Queue.Consumer consumer;
    /** Deliveries of this side, and of its present poll, begin here in the ledger. */
    private int firstOfSide;
    private int firstOfPoll;
    private int lane;
    private int corruptLanes;
    private boolean committed;

    ConsumerRole(ProducerRole.Attachment attachment, Post post) {
        this.attachment = attachment;
        this.post = post;
        this.ledger = new ReceivedLedger(post.ledger());
        this.random = post.random();
        this.asksForRecovery = random.nextBoolean();
    }

    /** Consumes until the producers are gone and the ring is empty. */
    @Override
    public void live() throws RegionException {
        queue = attachment.attach(post.file());
        open();
        while (true) {
            // In this order: what they committed before they went is then found by the poll.
            boolean gone = post.over().getAsBoolean();
            int messages = act();
            if (messages == 0 && gone && consumer.isEmpty()) {
                break;
            }
            if (messages == 0) {
                if (asksForRecovery && random.nextInt(3) == 0) {
                    consumer.recover();
                }
                if (random.nextInt(64) == 0) {
                    consumer.doze();
                }
                Failpoints.pause();
            }
        }
        if (corruptLanes > quarantinedLanes()) {
            throw new Violation("a lane that was quarantined is not any more");
        }
        consumer.recover();
        // Of a closed ring, it seals the producers' position.
        consumer.isDrained();
        consumer.close();
    }

    @Override
    public boolean isDone() {
        return false;
    }

    private void open() {
        int budget = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
        consumer = Attempts.untilFree(() -> queue.consumer(budget));
        firstOfSide = ledger.count();
        corruptLanes = 0;
        ledger.beginLife();
        new LifeSigns(post.ledger()).begin();
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
        } else if (what < 16) {
            consumer.wake();
        }
        firstOfPoll = ledger.count();
        committed = false;
        try {
            if (what < 40) {
                consumer.poll(this::consume, limit);
            } else {
                consumer.controlledPoll(this::consumeAndAnswer, limit);
            }
        } catch (HandlerFailed e) {
            // What it threw on counts as consumed.
        } catch (CorruptRingException e) {
            // Once a side for each lane that is quarantined; what was handed over before counts as consumed.
            if (++corruptLanes > quarantinedLanes()) {
                throw e;
            }
        }
        if (ledger.count() > firstOfPoll) {
            ledger.confirm(ledger.count());
            // Not each time: whoever looks at his position sees to it that it is there before anything else.
            if (random.nextBoolean()) {
                checkFreed();
            }
        }
        return ledger.count() - firstOfPoll;
    }

    private long quarantinedLanes() {
        return IntStream.range(0, queue.lanes()).filter(queue::isQuarantined).count();
    }

    /** When a poll has ended, what it has consumed is room for the producers. */
    private void checkFreed() {
        for (int i = 0; i < queue.lanes(); i++) {
            if (queue.consumerPosition(i) != consumer.position(i)) {
                throw new Violation("not freed: lane " + i + " is consumed up to " + consumer.position(i)
                        + ", free up to " + queue.consumerPosition(i));
            }
        }
    }

    /** What cannot come again any more, now that another message has come. */
    private void confirmEarlier() {
        int count = ledger.count();
        // A batch ends with its lane's turn.
        boolean turned = count > firstOfPoll && consumer.lane() != lane;
        int confirmed = committed || turned ? count : count + 1 - consumer.mostRepeated();
        if (confirmed > Math.max(firstOfSide, ledger.confirmed())) {
            ledger.confirm(confirmed);
        }
        committed = false;
        lane = consumer.lane();
    }

    private void consume(int type, MemorySegment segment, long offset, int length) {
        confirmEarlier();
        Failpoints.application();
        int slot = Message.slot(type);
        int sequence = Message.sequence(type, segment, offset, length);
        boolean whole = Message.matches(segment, offset, length, post.salt(), slot, sequence);
        ledger.add(consumer.lane(), consumer.messagePosition(), slot, sequence, length, whole);
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
