package io.sidecore.bench.calls.delegated;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.roundtrip.BareLines;
import io.sidecore.bench.rings.roundtrip.RoundTripRig;
import java.util.List;

/** The increment of a counter. */
public final class DelegatedRig implements RigExperiment {
    private static final String DELEGATED = "delegated function";
    private static final double RATIO = 1.2;

    /** For forks. */
    public DelegatedRig() {}

    @Override
    public String name() {
        return "delegated";
    }

    @Override
    public String title() {
        return "Increment of a counter by a function on the other core, each waited for, and its peers";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(RoundTripRig.BARE, BareLines::new),
                Entrant.of(DELEGATED, DelegatedIncrements::new).withoutAllocation(),
                Entrant.of("synchronized, both sides", SynchronizedIncrements::new),
                Entrant.of("ReentrantLock, both sides", LockedIncrements::new),
                Entrant.of("ExecutorService, one thread", ExecutorIncrements::new));
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(DELEGATED, RoundTripRig.BARE, RATIO));
    }

    @Override
    public String remark() {
        return "Under a lock, each side increments as often as the other at the same time; the time is that of one side's increment.";
    }
}
