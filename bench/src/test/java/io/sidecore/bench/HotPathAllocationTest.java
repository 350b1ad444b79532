package io.sidecore.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.jmh.JmhEffort;
import io.sidecore.bench.jmh.JmhEntrant;
import io.sidecore.bench.jmh.JmhExperiment;
import io.sidecore.bench.jmh.JmhForks;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.rig.Effort;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rig.RigForks;
import io.sidecore.bench.run.Depth;
import io.sidecore.bench.run.Planned;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts what every hot path of ours allocates: in a fork of its own, so that nothing else is counted. */
class HotPathAllocationTest {
    /** The smallest object has 16 bytes: one for each 160th message would be seen. What JMH itself allocates in an iteration is less, over its operations. */
    private static final double MOST = 0.1;

    @TempDir
    private Path folder;

    @BeforeEach
    void twoCpus() {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
    }

    static Stream<Planned> hotPaths() {
        return new Families().named(List.of(), Depth.QUICK).stream().filter(planned -> !free(planned).isEmpty())
                // Its slices hold a handful of calls, each after a sleep.
                .filter(planned -> !planned.name().equals("idle.wake"));
    }

    private static List<String> free(Planned planned) {
        return switch (planned.experiment()) {
            case RigExperiment rig ->
                rig.entrants().stream().filter(Entrant::allocationFree).map(Entrant::name).toList();
            case JmhExperiment jmh ->
                jmh.entrants().stream().filter(JmhEntrant::allocationFree).map(JmhEntrant::name).toList();
            default -> List.of();
        };
    }

    @ParameterizedTest
    @MethodSource("hotPaths")
    void nothingIsAllocatedForAMessageOrACall(Planned planned) throws Exception {
        Rounds rounds = null;
        // What is allocated once, or when a busy machine makes a JVM wait, weighs less the longer it runs; what is allocated for each message weighs as much.
        for (int millis : new int[]{4, 20, 100}) {
            rounds = fork(planned, millis);
            if (free(planned).stream().mapToDouble(rounds::bytesOf).max().orElseThrow() < MOST) {
                return;
            }
        }
        for (String name : free(planned)) {
            assertThat(rounds.bytesOf(name)).as(name).isLessThan(MOST);
        }
    }

    private Rounds fork(Planned planned, int millis) throws Exception {
        return switch (planned.experiment()) {
            case RigExperiment rig -> new RigForks(new Effort(15, 10, millis)).fork(rig, share -> {});
            case JmhExperiment jmh ->
                new JmhForks(new JmhEffort(3, 2, 10 * millis), RigForks.FLAGS).fork(jmh, 1, folder, share -> {});
            default -> throw new IllegalArgumentException(planned.name());
        };
    }
}
