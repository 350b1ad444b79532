package io.sidecore.stress.mutant;

import io.sidecore.memory.RegionKind;
import io.sidecore.stress.crash.PlacesRound;
import io.sidecore.stress.crash.RelayRound;
import io.sidecore.stress.crash.Scenario;
import io.sidecore.stress.crash.SimulatedRound;
import io.sidecore.stress.crash.SleepingRound;
import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.stress.failpoint.Witness;
import io.sidecore.syscall.EngineRound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a round is played with: a structure whose sides die now and then, one whose sides sleep and wake each other, or what a few mutants need, as
 * {@link Aim} says.
 */
enum Structure {
    SPSC(Scenario.SPSC),
    MPSC(Scenario.MPSC),
    LANE(Scenario.LANE),
    BROADCAST(Scenario.BROADCAST),
    LATEST(Scenario.LATEST),
    SPSC_ASLEEP(RegionKind.SPSC_RING),
    MPSC_ASLEEP(RegionKind.MPSC_RING),
    LANE_ASLEEP(RegionKind.LANE_RING),
    RELAY,
    PLACES,
    ENGINE;

    private static final List<Structure> LOGS = List.of(SPSC, MPSC, LANE, SPSC_ASLEEP, MPSC_ASLEEP, LANE_ASLEEP);
    private static final Set<String> OF_LOGS = Set.of("Ring", "RingConsumer", "RingProducer", "RecordCheck");
    private static final Set<String> OF_PLACES = Set.of("Party", "Parties", "Registration");

    private final Scenario scenario;
    private final RegionKind kind;

    Structure() {
        this.scenario = null;
        this.kind = null;
    }

    Structure(Scenario scenario) {
        this.scenario = scenario;
        this.kind = null;
    }

    Structure(RegionKind kind) {
        this.scenario = null;
        this.kind = kind;
    }

    void play(long seed, long round, Path folder, List<Site> sites, Witness witness)
            throws IOException, InterruptedException {
        if (this == RELAY) {
            new RelayRound(seed, round, folder, sites, witness).play();
        } else if (this == PLACES) {
            new PlacesRound(seed, round, folder, sites, witness).play();
        } else if (scenario != null) {
            new SimulatedRound(scenario, seed, round, folder, sites, new Deaths(sites), witness).play();
        } else if (this == ENGINE) {
            new EngineRound(seed, round, sites, witness).play();
        } else {
            new SleepingRound(kind, seed, round, folder, sites, witness).play();
        }
    }

    /** Those that come by a site; none if none does, if it belongs to a tool that only looks, or to what an engine does before it has a second thread. */
    static List<Structure> at(Site site) {
        String type = site.type();
        if (type.contains("Inspection") || site.method().equals("describe") || type.equals("RecordWalk")) {
            return List.of();
        }
        if (SyscallPatch.isPatched(type)) {
            return site.method().equals("<init>") ? List.of() : List.of(ENGINE);
        }
        if (OF_PLACES.contains(type)) {
            return List.of(SPSC, MPSC, LANE, BROADCAST, LATEST);
        }
        if (OF_LOGS.contains(type)) {
            return LOGS;
        }
        if (type.equals("WaitWord")) {
            return List.of(SPSC_ASLEEP, MPSC_ASLEEP, LANE_ASLEEP);
        }
        if (type.startsWith("Spsc")) {
            return List.of(SPSC, LANE, SPSC_ASLEEP);
        }
        if (type.startsWith("Mpsc") || type.equals("ClaimRecovery")) {
            return List.of(MPSC, MPSC, MPSC, MPSC_ASLEEP);
        }
        if (type.startsWith("Lane")) {
            return List.of(LANE, LANE, LANE_ASLEEP);
        }
        if (type.startsWith("Broadcast") || type.equals("NewestRecord")) {
            return List.of(BROADCAST);
        }
        return type.startsWith("LatestValue") ? List.of(LATEST) : List.of();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
