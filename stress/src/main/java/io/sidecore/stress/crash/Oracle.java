package io.sidecore.stress.crash;

import io.sidecore.stress.crash.ReceivedLedger.Delivery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what was sent with what was delivered, when no producer lives and the last consumer has found the ring empty. */
final class Oracle {
    private static final int LATEST = 24;

    private final List<SentLedger> sent;
    private final ReceivedLedger received;
    /** The delivery that counts, by position; one that was refused does not count. */
    private final TreeMap<Long, Delivery> consumed = new TreeMap<>();

    /** Deliveries looked at. */
    private int checked;

    private Oracle(List<SentLedger> sent, ReceivedLedger received) {
        this.sent = sent;
        this.received = received;
    }

    /** Throws a {@link Violation} if a promise is broken. */
    static void verify(List<SentLedger> sent, ReceivedLedger received) {
        Oracle oracle = new Oracle(sent, received);
        try {
            oracle.checkDeliveries();
            oracle.checkOrder();
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
        Map<Long, Long> positionOf = new HashMap<>();
        Map<Long, Delivery> at = new HashMap<>();
        long confirmedPosition = -1;
        int confirmed = 0;
        Delivery before = null;
        for (int i = 0; i < received.count(); i++) {
            Delivery now = received.get(i);
            checked = i + 1;
            checkContent(now);
            for (; confirmed < now.confirmed(); confirmed++) {
                Delivery done = received.get(confirmed);
                confirmedPosition = done.aborted() ? confirmedPosition : Math.max(confirmedPosition, done.position());
            }
            if (before == null || before.life() != now.life()) {
                // What the life before held when it died was never confirmed, and comes again.
                confirmed = i;
            }
            if (now.position() <= confirmedPosition) {
                throw new Violation(
                        "twice: " + now + ", but all up to position " + confirmedPosition + " was consumed");
            }
            boolean sameLife = before != null && before.life() == now.life();
            if (sameLife && before.aborted() && before.position() != now.position()) {
                throw new Violation("refused but not delivered again: " + before + ", followed by " + now);
            }
            if (sameLife && !before.aborted() && now.position() <= before.position()) {
                throw new Violation("backwards in one life: " + before + ", followed by " + now);
            }
            long id = (long) now.slot() << 32 | now.sequence();
            Long earlier = positionOf.put(id, now.position());
            if (earlier != null && earlier != now.position()) {
                throw new Violation("twice: " + now + ", which was at position " + earlier + " before");
            }
            Delivery other = at.put(now.position(), now);
            if (other != null && (other.slot() != now.slot() || other.sequence() != now.sequence())) {
                throw new Violation("one position, two messages: " + other + " and " + now);
            }
            if (!now.aborted()) {
                consumed.put(now.position(), now);
            }
            before = now;
        }
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
    }

    private void checkOrder() {
        int[] last = new int[sent.size()];
        java.util.Arrays.fill(last, -1);
        for (Delivery delivery : consumed.values()) {
            if (delivery.sequence() <= last[delivery.slot()]) {
                throw new Violation("order: " + delivery + " stands behind message " + last[delivery.slot()]);
            }
            last[delivery.slot()] = delivery.sequence();
        }
    }

    private void checkCompleteness() {
        Map<Long, Delivery> byId = new HashMap<>();
        consumed.values().forEach(d -> byId.put((long) d.slot() << 32 | d.sequence(), d));
        for (int slot = 0; slot < sent.size(); slot++) {
            SentLedger ledger = sent.get(slot);
            for (int sequence = 0; sequence < ledger.count(); sequence++) {
                boolean delivered = byId.containsKey((long) slot << 32 | sequence);
                if (!delivered && ledger.state(sequence) == SentLedger.MUST) {
                    throw new Violation("lost: message " + sequence + " of producer " + slot + ", " + ledger.length(
                            sequence) + " bytes, was committed; " + consumed.size() + " were delivered");
                }
                boolean first = byId.containsKey((long) slot << 32 | ledger.firstOfBatch(sequence));
                if (delivered != first) {
                    throw new Violation("half a batch: message " + sequence + " of producer " + slot + " in a batch of "
                            + ledger.batchSize(sequence) + " from " + ledger.firstOfBatch(sequence));
                }
            }
        }
    }

    /** How many messages were consumed, and how often one came again. */
    static String summary(ReceivedLedger received) {
        long distinct = java.util.stream.IntStream.range(0, received.count()).mapToLong(i -> received.get(i).position())
                .distinct().count();
        return received.count() + " deliveries of " + distinct + " messages";
    }
}
