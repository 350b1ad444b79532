package io.sidecore.bench.calls.getppid;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.roundtrip.BareLines;
import io.sidecore.bench.rings.roundtrip.RoundTripRig;
import java.util.List;
import java.util.stream.Stream;

/** One call at a time. */
public final class SynchronousRig implements RigExperiment {
    static final String DIRECT = "direct";
    static final String AWAIT = "page, await(token)";
    static final String POLL = "page, poll";

    private static final double NANOS = 60;

    /** For forks. */
    public SynchronousRig() {}

    @Override
    public String name() {
        return "synchronous";
    }

    @Override
    public String title() {
        return "One getppid after the other, each waited for; both sides spin";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(RoundTripRig.BARE, BareLines::new),
                Entrant.of(DIRECT, DirectGetppid::onApplicationCpu),
                Entrant.of("direct, on the syscall CPU", DirectGetppid::onSyscallCpu),
                Entrant.of(AWAIT, AwaitedGetppid::new).withoutAllocation(),
                Entrant.of(POLL, () -> new PolledGetppid(1)).withoutAllocation());
    }

    @Override
    public List<Target> targets() {
        return Stream.of(AWAIT, POLL).map(name -> Target.excess(name, List.of(RoundTripRig.BARE, DIRECT), NANOS))
                .toList();
    }
}
