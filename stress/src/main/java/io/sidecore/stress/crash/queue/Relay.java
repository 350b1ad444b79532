package io.sidecore.stress.crash.queue;

import io.sidecore.ring.Ring;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.stress.crash.trial.Attempts;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * What the sides of a ring do that change hands all the time. Each word of a payload says at which position of the ring it stands, plus one, so that
 * nobody has to remember what was sent, and words only ever grow: who knows of a record finds its words, or those of a later lap.
 */
public final class Relay {
    private static final int TYPE = 1;
    /** Idle turns of a side after which nobody can be expected to come. */
    private static final int ENOUGH = 20_000;

    private final SpscRing ring;
    private final MemorySegment data;
    private final long first;
    private int left;
    /** Up to here, records are committed, and their producer has closed its side. Of the harness: slots run one at a time. */
    private long committed;

    /**
     * A ring that is empty.
     *
     * @param ring     which
     * @param messages to be sent, about
     */
    public Relay(SpscRing ring, int messages) {
        this.ring = ring;
        this.data = ring.data();
        this.left = messages;
        this.first = ring.consumerPosition();
        this.committed = first;
    }

    /** {@return whether no more messages are to be sent} */
    public boolean isSent() {
        return left <= 0;
    }

    /**
     * One life of a producer.
     *
     * @param random decides how long, and what it sends
     */
    public void send(SplittableRandom random) {
        SpscProducer producer = Attempts.untilFree(ring::producer);
        if (producer.position() < committed) {
            throw new Violation(
                    "a producer begins at " + producer.position() + ", and " + committed + " was committed");
        }
        int idle = 0;
        for (int turns = 1 + random.nextInt(12); turns > 0 && !isSent(); turns--) {
            int length = length(random);
            long at = producer.tryClaim(TYPE, length);
            if (at == Ring.BACK_PRESSURE) {
                turns++;
                if (++idle == ENOUGH) {
                    throw new Violation("stuck: the ring stays full at " + producer.position());
                }
                Failpoints.pause();
                continue;
            }
            idle = 0;
            // A message that is not committed counts as well: who only dies comes to an end.
            left--;
            long position = producer.position() + Long.BYTES;
            for (int i = 0; i < length; i += Long.BYTES) {
                data.set(ValueLayout.JAVA_LONG, at + i, position + i + 1);
                Failpoints.application();
            }
            // Not each time: whoever reads sees to it that his own stores are made.
            if (random.nextInt(4) == 0) {
                check(at, length, position);
            }
            producer.commit();
        }
        long end = producer.position();
        producer.close();
        // Not before: a store that nothing has pushed out yet is lost with its process.
        committed = Math.max(committed, end);
        stayAway(random);
    }

    /** Others may take the place meanwhile, and get on with it. */
    private static void stayAway(SplittableRandom random) {
        for (int i = random.nextBoolean() ? 0 : random.nextInt(60); i > 0; i--) {
            Failpoints.pause();
        }
    }

    /** With its header, a whole number of the ring's units: none at all in the shortest packed record. */
    private int length(SplittableRandom random) {
        int most = (ring.maxMessageLength() + Long.BYTES) / ring.alignment();
        int units = switch (random.nextInt(4)) {
            case 0, 1 -> 1;
            case 2 -> 1 + random.nextInt(Math.min(most, 4));
            default -> 1 + random.nextInt(most);
        };
        return units * ring.alignment() - Long.BYTES;
    }

    private void check(long at, int length, long position) {
        for (int i = 0; i < length; i += Long.BYTES) {
            long word = data.get(ValueLayout.JAVA_LONG, at + i);
            if (word != position + i + 1) {
                throw new Violation("the word at position " + (position + i) + " says " + word);
            }
        }
    }

    /**
     * One life of a consumer; it ends right behind a poll.
     *
     * @param random decides how long
     * @param over   whether all that will ever come is there: it is all consumed then
     */
    public void receive(SplittableRandom random, boolean over) {
        SpscConsumer consumer = Attempts.untilFree(ring::consumer);
        int polls = 1 + random.nextInt(6);
        int idle = 0;
        while (over ? consumer.position() < committed : polls > 0) {
            int messages = consumer.poll((type, segment, offset, length) -> {
                check(offset, length, consumer.messagePosition() - length);
                Failpoints.application();
            }, 1 + random.nextInt(24));
            polls--;
            if (messages == 0) {
                if (over && ++idle == ENOUGH) {
                    throw new Violation("lost: nothing comes behind " + consumer.position() + ", and " + committed
                            + " was committed");
                }
                Failpoints.pause();
            }
        }
        consumer.close();
        stayAway(random);
    }

    /**
     * Somebody who only asks how far the producers are.
     *
     * @param random decides how often
     * @param over   whether all have gone
     */
    public void lookOn(SplittableRandom random, BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            long position = ring.producerPosition();
            // Packed records may end where others begin in a later lap, and what is skipped at the end of the ring has no words.
            if (ring.alignment() > Long.BYTES && (position & ring.capacity() - 1) != 0 && position > first) {
                checkSeen(position);
            }
            for (int i = random.nextInt(8); i >= 0; i--) {
                Failpoints.pause();
            }
        }
    }

    /** Whoever knows that a record is committed, by an acquire, sees it. */
    private void checkSeen(long position) {
        long last = position - Long.BYTES;
        long word = data.get(ValueLayout.JAVA_LONG, last & ring.capacity() - 1);
        if (word < last + 1) {
            throw new Violation("the producers are at " + position + ", but the word before it says " + word);
        }
    }
}
