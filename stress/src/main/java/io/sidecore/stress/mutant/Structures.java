package io.sidecore.stress.mutant;

import io.sidecore.stress.crash.Scenario;
import io.sidecore.stress.failpoint.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which sites are mutated, and the rounds of which structures come by them. */
final class Structures {
    private static final Set<String> LOGS = Set.of("Ring", "RingConsumer", "RingProducer", "WaitWord", "RecordCheck");
    private static final Set<String> PLACES = Set.of("Party", "Parties", "Registration");

    private Structures() {}

    /** Empty if the site is none of the rings', or if it belongs to a tool that only looks. */
    static List<Scenario> of(Site site) {
        String type = site.type();
        if (type.contains("Inspection") || site.method().equals("describe") || type.equals("RecordWalk")) {
            return List.of();
        }
        if (PLACES.contains(type)) {
            return List.of(Scenario.values());
        }
        if (LOGS.contains(type)) {
            return List.of(Scenario.SPSC, Scenario.MPSC, Scenario.LANE);
        }
        if (type.startsWith("Spsc")) {
            return List.of(Scenario.SPSC, Scenario.LANE);
        }
        if (type.startsWith("Mpsc") || type.equals("ClaimRecovery")) {
            return List.of(Scenario.MPSC);
        }
        if (type.startsWith("Lane")) {
            return List.of(Scenario.LANE);
        }
        if (type.startsWith("Broadcast") || type.equals("NewestRecord")) {
            return List.of(Scenario.BROADCAST);
        }
        return type.startsWith("LatestValue") ? List.of(Scenario.LATEST) : List.of();
    }

    static List<Mutant> mutants(List<Site> sites) {
        List<Mutant> mutants = new ArrayList<>();
        for (Site site : sites) {
            if (!of(site).isEmpty()) {
                Weakening.of(site.operation()).forEach(weakening -> mutants.add(new Mutant(site, weakening)));
            }
        }
        return mutants;
    }
}
