package io.sidecore.tools.region.kind;

import io.sidecore.memory.PartySnapshot;
import java.util.Optional;

/**
 * One of several rings within a region.
 *
 * @param number   from 0
 * @param state    in a word or two
 * @param isUsed   whether anybody has ever used it
 * @param owner    its producer, empty if it has none
 * @param producer position
 * @param consumer position
 * @param backlog  empty if the positions cannot be relied on
 */
public record Lane(int number, String state, boolean isUsed, Optional<PartySnapshot> owner, Measure producer,
        Measure consumer, Optional<Backlog> backlog) {
    /** {@return the name under which the consumer position is watched while there is something to consume} */
    public String waiting() {
        return "lane " + number + " " + Remark.WAITING;
    }
}
