package io.sidecore.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.jmh.JmhEffort;
import io.sidecore.bench.jmh.JmhExperiment;
import io.sidecore.bench.jmh.JmhForks;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.rig.Effort;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rig.ForkJvm;
import io.sidecore.bench.rig.RigForks;
import io.sidecore.bench.run.Depth;
import io.sidecore.bench.run.Planned;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts what every hot path of ours allocates: in a fork of its own, so that nothing else is counted. */
class HotPathAllocationTest {
    /** The smallest object has 16 bytes: one for each 160th message would be seen. */
    private static final double MOST = 0.1;

    @TempDir
    private Path folder;

    @BeforeEach
    void twoCpus() {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
    }

    static Stream<Planned> hotPaths() {
        return new Families().named(List.of(), Depth.QUICK).stream()
                .filter(planned -> !planned.experiment().allocationFree().isEmpty())
                // The one has a handful of calls in a slice, each after a sleep; the other counts what an engine allocates for calls that block
                // and are given up, threads among it, as if it were the short calls'. Their targets stand in the report.
                .filter(planned -> !Set.of("idle.wake", "syscall.blocked").contains(planned.name()));
    }

    @ParameterizedTest
    @MethodSource("hotPaths")
    void nothingIsAllocatedForAMessageOrACall(Planned planned) throws Exception {
        Rounds rounds = switch (planned.experiment()) {
            case RigExperiment rig -> new RigForks(new Effort(10, 7, 60)).fork(rig, share -> {});
            case JmhExperiment jmh ->
                new JmhForks(new JmhEffort(5, 3, 100), ForkJvm.FLAGS).fork(jmh, 1, folder, share -> {});
            default -> throw new IllegalArgumentException(planned.name());
        };
        for (String name : planned.experiment().allocationFree()) {
            assertThat(rounds.bytesOf(name)).as(name).isLessThan(MOST);
        }
    }
}
