package io.sidecore.tools.region.kind;

import io.sidecore.memory.PartySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Those who take part: who has which place, and how they are named. */
public final class PartyNames {
    private PartyNames() {}

    /** Who has a place in the table. */
    static Optional<PartySnapshot> at(int place, List<PartySnapshot> parties) {
        return parties.stream().filter(party -> party.index() == place).findFirst();
    }

    /**
     * {@return who, and whether he lives: {@code process 123 (dead)}}
     *
     * @param party who
     */
    public static String process(PartySnapshot party) {
        return "process " + party.pid() + " (" + state(party) + ")";
    }

    /**
     * {@return whether he lives: {@code alive}, {@code dead} or {@code unknown}}
     *
     * @param party who
     */
    public static String state(PartySnapshot party) {
        return party.liveness().name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return whose an open claim may be}
     *
     * @param claimants one of whom has made it
     */
    public static String claimants(List<PartySnapshot> claimants) {
        if (claimants.isEmpty()) {
            return "claimed by nobody in the table";
        }
        List<String> names = new ArrayList<>();
        claimants.forEach(party -> names.add(process(party)));
        return "claimed by " + String.join(" or ", names);
    }
}
