package io.sidecore.bench.calls.getppid;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Several calls in flight. */
public final class PipelinedRig implements RigExperiment {
    private static final String DIRECT = "direct";
    private static final int[] DEPTHS = {8, 16, 32, 64};
    private static final double RATIO = 1.1;

    /** For forks. */
    public PipelinedRig() {}

    @Override
    public String name() {
        return "pipelined";
    }

    @Override
    public String title() {
        return "Time per getppid, so many in flight; both sides spin";
    }

    @Override
    public List<Entrant> entrants() {
        return Stream.concat(
                Stream.of(Entrant.of(DIRECT, DirectGetppid::onApplicationCpu),
                        Entrant.of("direct, on the syscall CPU", DirectGetppid::onSyscallCpu)),
                IntStream.of(DEPTHS)
                        .mapToObj(depth -> Entrant.of(page(depth), () -> new PolledGetppid(depth)).withoutAllocation()))
                .toList();
    }

    @Override
    public List<Target> targets() {
        return IntStream.of(DEPTHS).mapToObj(depth -> new Target(page(depth), DIRECT, RATIO)).toList();
    }

    private static String page(int depth) {
        return "page, " + depth + " in flight";
    }
}
