package io.sidecore.stress.crash;

import io.sidecore.memory.RegionKind;
import io.sidecore.stress.crash.broadcast.BroadcastTrial;
import io.sidecore.stress.crash.broadcast.LatestValueTrial;
import io.sidecore.stress.crash.queue.QueueTrial;
import io.sidecore.stress.crash.trial.Trial;
import io.sidecore.stress.failpoint.Site;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A kind of structure under test. Another joins as another constant: its trial, and whose stores each side runs into.
 *
 * <p>Whose: a class, without its package, or one method of it.
 */
public enum Scenario {
    SPSC(new QueueTrial(RegionKind.SPSC_RING), Set.of(),
            Set.of("SpscProducer", "RingProducer", "Ring.close", "Ring.nextCorrelationId"),
            Set.of("SpscConsumer", "RingConsumer"),
            Set.of("SpscRing", "Ring.clear", "WaitWord", "Party.tryRegister", "Registration")),
    MPSC(new QueueTrial(RegionKind.MPSC_RING), Set.of(),
            Set.of("MpscProducer", "RingProducer", "Ring.close", "Ring.nextCorrelationId"),
            Set.of("MpscConsumer", "RingConsumer", "ClaimRecovery", "Ring.clear", "Party.free"),
            Set.of("MpscRing", "WaitWord", "Party.tryRegister", "Registration")),
    LANE(new QueueTrial(RegionKind.LANE_RING), Set.of(),
            Set.of("SpscProducer", "RingProducer", "Ring.close", "Ring.nextCorrelationId", "LaneRing.producer"),
            Set.of("SpscConsumer", "RingConsumer", "LaneConsumer", "LaneRing.quarantine"),
            Set.of("SpscRing", "Ring.clear", "WaitWord", "Party.tryRegister", "Registration")),
    BROADCAST(new BroadcastTrial(), Set.of(),
            Set.of("BroadcastPublisher", "Party.tryRegister", "Registration"),
            Set.of("BroadcastReader"), Set.of()),
    LATEST(new LatestValueTrial(), Set.of("LatestValue.initialised"),
            Set.of("LatestValueWriter", "Party.tryRegister", "Registration"),
            Set.of("LatestValueReader"), Set.of());

    /** Whose stores make any region. */
    private static final Set<String> CREATING = Set.of("SharedMemory", "RegionHeader");

    private final Trial trial;
    private final Set<String> creating;
    private final Set<String> sending;
    private final Set<String> receiving;
    private final Set<String> both;

    Scenario(Trial trial, Set<String> creating, Set<String> sending, Set<String> receiving, Set<String> both) {
        this.trial = trial;
        this.creating = creating;
        this.sending = sending;
        this.receiving = receiving;
        this.both = both;
    }

    Trial trial() {
        return trial;
    }

    /** Stores that somebody who creates the structure runs into. */
    boolean creates(Site site) {
        return isOf(CREATING, site) || isOf(creating, site);
    }

    /** Stores that one side runs into, once the structure is made. */
    boolean concerns(boolean sender, Site site) {
        return site.id() == Site.APPLICATION || isOf(both, site) || isOf(sender ? sending : receiving, site);
    }

    /** Stores of either side, once the structure is made. */
    boolean uses(Site site) {
        return concerns(true, site) || concerns(false, site);
    }

    /** Stores that somebody must have died at. */
    boolean covers(Site site) {
        return creates(site) || concerns(true, site) || concerns(false, site);
    }

    private static boolean isOf(Set<String> whose, Site site) {
        return whose.contains(site.type()) || whose.contains(site.type() + "." + site.method());
    }

    static List<Site> stores(List<Site> sites, Predicate<Site> wanted) {
        return sites.stream().filter(Site::store).filter(wanted).toList();
    }

    /**
     * {@return the structure of a round: of several, each has its turn}
     *
     * @param scenarios that are played
     * @param number    of the round
     */
    public static Scenario ofRound(List<Scenario> scenarios, long number) {
        return scenarios.get((int) (number % scenarios.size()));
    }

    /**
     * {@return some structures as the command line wants them}
     *
     * @param scenarios which
     */
    public static String names(List<Scenario> scenarios) {
        return scenarios.stream().map(scenario -> scenario.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
