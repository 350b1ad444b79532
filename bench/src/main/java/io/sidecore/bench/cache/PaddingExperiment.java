package io.sidecore.bench.cache;

import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import java.util.List;

/** Two threads, each with a counter of its own, at several distances. */
public final class PaddingExperiment implements RigExperiment {
    private static final int FARTHEST = 256;

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
        return "8 bytes apart, both counters are on one line of 64 bytes; 64 bytes apart, on the two lines of an aligned pair.";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(entrant(FARTHEST), entrant(128), entrant(64), entrant(8));
    }

    private static Entrant entrant(int distance) {
        return Entrant.of(distance + " bytes apart", () -> new TwoCounters(distance)).withoutAllocation();
    }
}
