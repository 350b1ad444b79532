package io.sidecore.tools.region.kind;

import io.sidecore.memory.Liveness;
import io.sidecore.memory.PartySnapshot;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that somebody should know or do.
 *
 * @param label     what it is about, in capitals
 * @param text      a sentence
 * @param unchanged name of a watched number: this holds only if that one has not changed between two looks; empty if it holds anyhow
 */
public record Remark(String label, String text, String unchanged) {
    /** Under which a ring's consumer position is watched while there is something to consume. */
    static final String WAITING = "waiting";

    /** That somebody is dead, and what follows. */
    static Remark dead(String role, PartySnapshot party, String then) {
        return new Remark("DEAD", role + " process " + party.pid() + " is dead: " + then, "");
    }

    /** That a role which others need is played by nobody. */
    static Remark nobody(String text) {
        return new Remark("NOBODY", text, "");
    }

    /** What is to be said of the only one who writes. */
    static Optional<Remark> ofWriter(String role, Optional<PartySnapshot> party, String ifNobody, String ifDead) {
        if (party.isEmpty()) {
            return Optional.of(nobody(ifNobody));
        }
        return party.filter(one -> one.liveness() == Liveness.DEAD).map(one -> dead(role, one, ifDead));
    }

    /** What becomes of a claim that no reader sees, or what was one. */
    static String ofUnpublished(String role, Optional<PartySnapshot> party) {
        return party.filter(one -> one.liveness() != Liveness.DEAD).isPresent()
                ? "no reader waits for it; one that was aborted looks the same until the next is published"
                : "left behind: no reader waits for it, and the next " + role + " writes over it";
    }

    /** What is to be said of a consumer for whom so many bytes wait that it could take. */
    static Optional<Remark> ofConsumer(Optional<PartySnapshot> consumer, long waiting) {
        String wait = String.format(Locale.ROOT, "%,d bytes wait", waiting);
        if (consumer.isEmpty()) {
            return waiting == 0
                    ? Optional.empty()
                    : Optional.of(nobody("nobody consumes: " + wait + " for consumer()"));
        }
        PartySnapshot party = consumer.get();
        if (party.liveness() == Liveness.DEAD) {
            return Optional.of(dead("consumer", party, wait + "; the next consumer() takes its place,"
                    + " and gets the last batch again if it died in mid-poll"));
        }
        return waiting == 0
                ? Optional.empty()
                : Optional.of(new Remark("STALLED", "consumer " + PartyNames.process(party) + " takes nothing while "
                        + wait + (party.liveness() == Liveness.ALIVE
                                ? "; 'jstack " + party.pid() + "' shows what it does"
                                : ""),
                        WAITING));
    }
}
