package io.sidecore.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.calls.batch.BatchRig;
import io.sidecore.bench.calls.blocked.BlockedRig;
import io.sidecore.bench.calls.cost.CostRig;
import io.sidecore.bench.calls.delegated.DelegatedRig;
import io.sidecore.bench.calls.getppid.PipelinedRig;
import io.sidecore.bench.calls.getppid.SynchronousRig;
import io.sidecore.bench.calls.idle.IdleRig;
import io.sidecore.bench.calls.idle.WakeRig;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.report.Target;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallFamiliesTest {
    private static final Effort SMOKE = new Effort(1, 2, 1);
    private static final int IDLE_MILLIS = 50;

    @TempDir
    private Path folder;

    @BeforeEach
    void twoCpus() {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
    }

    static Stream<RigExperiment> families() {
        return Stream.of(new CostRig(), new SynchronousRig(), new PipelinedRig(), new BatchRig(), new BlockedRig(),
                new DelegatedRig(), new WakeRig(), new IdleRig(IDLE_MILLIS));
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyContenderGetsTheResultOfEachCall(RigExperiment family) throws Exception {
        // Contenders check each result and throw; the rig passes that on.
        Rounds rounds = ForkMain.lead(family, folder, family.effort(SMOKE));
        assertThat(rounds.names()).isEqualTo(family.entrants().stream().map(Entrant::name).toList());
        assertThat(Arrays.stream(rounds.nanos()).flatMapToDouble(Arrays::stream)).allMatch(nanos -> nanos > 0);
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyTargetIsAboutContendersOfItsFamily(RigExperiment family) {
        List<String> names = family.entrants().stream().map(Entrant::name).toList();
        double[][] nanos = names.stream().map(name -> new double[]{100}).toArray(double[][]::new);
        ExperimentResult result = new ExperimentResult(family.name(), family.title(), family.remark(),
                family.allTargets(),
                List.of(new Rounds(names, nanos, new double[names.size()], 0)));
        assertThat(result.targets()).allSatisfy(
                target -> assertThat(target.judge(result.figure(target).median()))
                        .isNotEqualTo(Target.Verdict.NOT_MEASURED));
        assertThat(family.notes(result)).allSatisfy(line -> assertThat(line).doesNotContain("NaN"));
    }
}
