package io.sidecore.tools.region.kind;

import io.sidecore.memory.PartySnapshot;
import java.util.Locale;
import java.util.Optional;

/**
 * One of several rings within a region.
 *
 * @param number   from 0
 * @param state    how it is
 * @param owner    its producer, empty if it has none
 * @param producer position
 * @param consumer position
 * @param backlog  empty if the positions cannot be relied on
 */
public record Lane(int number, State state, Optional<PartySnapshot> owner, Measure producer, Measure consumer,
        Optional<Backlog> backlog) {
    /** How a lane can be; of several, the first one that holds. */
    public enum State {
        /** A consumer has found it corrupt: nobody takes anything from it, for ever. */
        QUARANTINED,
        /** Its positions contradict each other; no consumer has found out yet. */
        CORRUPT,
        /** No producer has ever used it. */
        NEVER_OPENED,
        /** The whole ring takes no more messages. */
        CLOSED,
        /** In order. */
        OPEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** {@return whether anybody has ever used it} */
    public boolean isUsed() {
        return state != State.NEVER_OPENED;
    }

    /** {@return bytes that wait in it, whether or not they will be taken} */
    long waitingBytes() {
        return backlog.map(Backlog::bytes).orElse(0L);
    }

    /** {@return bytes that a consumer will take} */
    long takableBytes() {
        return state == State.QUARANTINED ? 0 : waitingBytes();
    }

    /** {@return the name under which the consumer position is watched while there is something to consume} */
    public String waiting() {
        return "lane " + number + " " + Remark.WAITING;
    }
}
