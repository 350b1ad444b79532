package io.sidecore.stress.crash.queue;

import io.sidecore.stress.crash.queue.ReceivedLedger.Delivery;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Violation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what was sent with what was delivered, when no producer lives and the last consumer has found the ring empty. */
final class QueueOracle {
    private static final int LATEST = 24;

    /** What was delivered from one lane; positions belong to it. */
    private static final class Lane {
        /** The delivery that counts, by position; one that was refused does not count. */
        private final TreeMap<Long, Delivery> consumed = new TreeMap<>();
        private final Map<Long, Delivery> at = new HashMap<>();
        private long confirmedPosition = -1;
        private Delivery before;
    }

    private final List<SentLedger> sent;
    private final ReceivedLedger received;
    private final Map<Integer, Lane> lanes = new HashMap<>();

    /** Deliveries looked at. */
    private int checked;

    private QueueOracle(List<SentLedger> sent, ReceivedLedger received) {
        this.sent = sent;
        this.received = received;
    }

    /** Throws a {@link Violation} if a promise is broken. */
    static void verify(List<SentLedger> sent, ReceivedLedger received) {
        QueueOracle oracle = new QueueOracle(sent, received);
        try {
            oracle.checkDeliveries();
            oracle.lanes.values().forEach(oracle::checkOrder);
            oracle.checkCompleteness();
        } catch (Violation e) {
            throw new Violation(e.getMessage() + oracle.latest());
        }
    }

    /** The end of the ledger up to the delivery that broke a promise. */
    private String latest() {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, checked - LATEST); i < checked; i++) {
            text.append("\n  ").append(i).append(": ").append(received.get(i));
        }
        return text.toString();
    }

    private void checkDeliveries() {
        Map<Long, Delivery> firstOf = new HashMap<>();
        int confirmed = 0;
        int life = 0;
        for (int i = 0; i < received.count(); i++) {
            Delivery now = received.get(i);
            checked = i + 1;
            checkContent(now);
            for (; confirmed < now.confirmed(); confirmed++) {
                confirm(received.get(confirmed));
            }
            if (life != now.life()) {
                life = now.life();
                // What the life before held when it died was never confirmed, and comes again.
                confirmed = i;
            }
            checkPlace(now);
            Delivery earlier = firstOf.putIfAbsent(id(now.slot(), now.sequence()), now);
            if (earlier != null && (earlier.lane() != now.lane() || earlier.position() != now.position())) {
                throw new Violation("twice: " + now + ", which was elsewhere before: " + earlier);
            }
        }
    }

    private Lane lane(int number) {
        return lanes.computeIfAbsent(number, key -> new Lane());
    }

    private void confirm(Delivery done) {
        if (!done.aborted()) {
            Lane lane = lane(done.lane());
            lane.confirmedPosition = Math.max(lane.confirmedPosition, done.position());
        }
    }

    private void checkPlace(Delivery now) {
        Lane lane = lane(now.lane());
        if (now.position() <= lane.confirmedPosition) {
            throw new Violation(
                    "twice: " + now + ", but all up to position " + lane.confirmedPosition + " was consumed");
        }
        Delivery before = lane.before;
        boolean sameLife = before != null && before.life() == now.life();
        if (sameLife && before.aborted() && before.position() != now.position()) {
            throw new Violation("refused but not delivered again: " + before + ", followed by " + now);
        }
        if (sameLife && !before.aborted() && now.position() <= before.position()) {
            throw new Violation("backwards in one life: " + before + ", followed by " + now);
        }
        Delivery other = lane.at.put(now.position(), now);
        if (other != null && (other.slot() != now.slot() || other.sequence() != now.sequence())) {
            throw new Violation("one position, two messages: " + other + " and " + now);
        }
        if (!now.aborted()) {
            lane.consumed.put(now.position(), now);
        }
        lane.before = now;
    }

    private void checkContent(Delivery delivery) {
        if (delivery.slot() < 0 || delivery.slot() >= sent.size()) {
            throw new Violation("from nobody: " + delivery);
        }
        SentLedger ledger = sent.get(delivery.slot());
        int state = ledger.state(delivery.sequence());
        if (!delivery.whole()) {
            throw new Violation("torn: " + delivery);
        }
        if (state < SentLedger.MAY) {
            throw new Violation("never committed, but delivered: " + delivery + (state == 0 ? ", never claimed" : ""));
        }
        if (delivery.length() != ledger.length(delivery.sequence())) {
            throw new Violation("length: " + delivery + ", but sent with " + ledger.length(delivery.sequence()));
        }
        if (delivery.lane() != ledger.number(delivery.sequence())) {
            throw new Violation("lane: " + delivery + ", but sent in " + ledger.number(delivery.sequence()));
        }
    }

    private void checkOrder(Lane lane) {
        int[] last = new int[sent.size()];
        Arrays.fill(last, -1);
        for (Delivery delivery : lane.consumed.values()) {
            if (delivery.sequence() <= last[delivery.slot()]) {
                throw new Violation("order: " + delivery + " stands behind message " + last[delivery.slot()]);
            }
            last[delivery.slot()] = delivery.sequence();
        }
    }

    private void checkCompleteness() {
        Map<Long, Delivery> byId = new HashMap<>();
        lanes.values().forEach(lane -> lane.consumed.values().forEach(d -> byId.put(id(d.slot(), d.sequence()), d)));
        for (int slot = 0; slot < sent.size(); slot++) {
            SentLedger ledger = sent.get(slot);
            for (int sequence = 0; sequence < ledger.count(); sequence++) {
                boolean delivered = byId.containsKey(id(slot, sequence));
                if (!delivered && ledger.state(sequence) == SentLedger.MUST && !isSpoilt(ledger, sequence)) {
                    throw new Violation("lost: message " + sequence + " of producer " + slot + ", " + ledger.length(
                            sequence) + " bytes in lane " + ledger.number(sequence) + ", was committed; "
                            + byId.size() + " were delivered");
                }
                boolean first = byId.containsKey(id(slot, ledger.firstOfBatch(sequence)));
                if (delivered != first) {
                    throw new Violation("half a batch: message " + sequence + " of producer " + slot + " in a batch of "
                            + ledger.batchSize(sequence) + " from " + ledger.firstOfBatch(sequence));
                }
            }
        }
    }

    private boolean isSpoilt(SentLedger ledger, int sequence) {
        return sent.stream().anyMatch(vandal -> vandal.spoiltLane() == ledger.number(sequence)
                && vandal.spoiltFrom() <= ledger.position(sequence));
    }

    private static long id(int slot, int sequence) {
        return (long) slot << 32 | sequence;
    }
}
