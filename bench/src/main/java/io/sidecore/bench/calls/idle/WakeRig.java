package io.sidecore.bench.calls.idle;

import io.sidecore.bench.calls.getppid.DirectGetppid;
import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import java.util.List;

/** The first call after idle. */
public final class WakeRig implements RigExperiment {
    static final long ASLEEP_NANOS = 1_000_000;

    private static final String FUTEX = "futex wake, answered by a cache line";
    private static final String DIRECT = "direct";
    private static final String PAGE = "page, first call";
    private static final double NANOS = 2_000;

    /** For forks. */
    public WakeRig() {}

    @Override
    public String name() {
        return "wake";
    }

    @Override
    public String title() {
        return "First getppid when the other core has been asleep for " + ASLEEP_NANOS / 1000
                + " microseconds; the application spins";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(FUTEX, FutexWake::new), Entrant.of(DIRECT, DirectGetppid::onApplicationCpu),
                Entrant.of(PAGE, FirstCall::new).withoutAllocation());
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.excess(PAGE, List.of(FUTEX, DIRECT), NANOS));
    }

    @Override
    public int unit() {
        return 4;
    }
}
