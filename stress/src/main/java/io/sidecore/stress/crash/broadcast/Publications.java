package io.sidecore.stress.crash.broadcast;

import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * What was really published, by number: the number that each message would get was noted before, and the next one's tells whether it got it.
 *
 * <p>That tells also of a message whose sender died within the commit, and all readers must have seen the same.
 */
final class Publications {
    private final long first;
    private final SentLedger sent;
    /** Places in the sender's ledger, from the first number on, and the positions before and behind all of them. */
    private final List<Integer> messages = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();

    /** {@code next} and {@code position}: where a last successor stands. */
    Publications(SentLedger sent, long first, long next, long position) {
        this.first = first;
        this.sent = sent;
        int count = sent.count();
        if (count > 0 && sent.number(0) != first) {
            throw new Violation("the first message was to have number " + sent.number(0) + ", not " + first);
        }
        for (int i = 0; i < count; i++) {
            enter(i, i + 1 < count ? sent.number(i + 1) : next, i + 1 < count ? sent.position(i + 1) : position);
        }
        if (next() != next) {
            throw new Violation("a last successor goes on at number " + next + ", but " + next() + " comes next");
        }
    }

    private void enter(int message, long next, long behind) {
        long number = sent.number(message);
        int state = sent.state(message);
        boolean published = next == number + 1;
        if (!published && next != number) {
            throw new Violation("message " + message + " was to have number " + number + ", and what follows has "
                    + next);
        }
        if (published && state < SentLedger.MAY) {
            throw new Violation("number " + number + " is given away, but message " + message + " was not committed");
        }
        if (!published && state == SentLedger.MUST) {
            throw new Violation("lost: message " + message + " was committed with number " + number
                    + ", which a successor has given away again");
        }
        if (published) {
            messages.add(message);
            positions.add(behind);
        }
    }

    /** The number that nobody has yet. */
    long next() {
        return first + messages.size();
    }

    /** Throws a violation if this was not published. */
    void check(SeenLedger.Event event) {
        long index = event.number() - first;
        if (event.slot() != 0 || index < 0 || index >= messages.size() || messages.get((int) index) != event
                .sequence()) {
            throw new Violation("never published with this number: " + event + (index >= 0 && index < messages.size()
                    ? ", that was message " + messages.get((int) index)
                    : ", only up to " + (next() - 1)));
        }
        if (!event.whole()) {
            throw new Violation("torn: " + event);
        }
        if (event.length() != sent.length(event.sequence())) {
            throw new Violation("length: " + event + ", but sent with " + sent.length(event.sequence()));
        }
    }

    /** Bytes from before the first of these messages to behind the last. */
    long distance(long firstNumber, long lastNumber) {
        int message = messages.get((int) (firstNumber - first));
        return positions.get((int) (lastNumber - first)) - sent.position(message);
    }
}
