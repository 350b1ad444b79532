package io.sidecore.bench.cache;

import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import java.util.ArrayList;
import java.util.List;

/** Two threads, each with a counter of its own, at several distances. */
public final class PaddingExperiment implements RigExperiment {
    private static final int[] DISTANCES = {256, 128, 64, 8};

    /** For forks. */
    public PaddingExperiment() {}

    @Override
    public String name() {
        return "padding";
    }

    @Override
    public String title() {
        return "Time per increment of a counter that no other thread touches, by the distance of another thread's counter";
    }

    @Override
    public String remark() {
        return "8 bytes apart, both counters are on one line of 64 bytes; 64 bytes apart, on the two lines of an aligned pair. "
                + "A stored counter waits in the store buffer for its line, and gathers increments there; an atomic one waits each time.";
    }

    @Override
    public List<Entrant> entrants() {
        List<Entrant> entrants = new ArrayList<>();
        for (int distance : DISTANCES) {
            entrants.add(entrant(distance + " bytes apart", distance, false));
        }
        for (int distance : DISTANCES) {
            entrants.add(entrant(distance + " bytes apart, atomic", distance, true));
        }
        return entrants;
    }

    private static Entrant entrant(String name, int distance, boolean isAtomic) {
        return Entrant.of(name, () -> new TwoCounters(distance, isAtomic)).withoutAllocation();
    }
}
