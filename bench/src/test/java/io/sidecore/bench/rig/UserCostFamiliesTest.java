package io.sidecore.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.calls.entries.EntriesRig;
import io.sidecore.bench.pollution.PollutionFamily;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Rounds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What calls cost the user's code, and pages by their entries. */
class UserCostFamiliesTest {
    private static final Effort SMOKE = new Effort(1, 2, 1);

    @TempDir
    private Path folder;

    static Stream<RigExperiment> all() {
        return Stream.concat(PollutionFamily.experiments().stream(), Stream.of(new EntriesRig()));
    }

    static Stream<RigExperiment> quick() {
        return Stream.concat(PollutionFamily.quick().stream(), Stream.of(new EntriesRig()));
    }

    @ParameterizedTest
    @MethodSource("quick")
    void everyContenderMakesItsCalls(RigExperiment family) throws Exception {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
        // Contenders look into their files in the end and throw.
        Rounds rounds = ForkMain.lead(family, folder, family.effort(SMOKE));
        assertThat(rounds.names()).isEqualTo(family.contenders());
        assertThat(Arrays.stream(rounds.nanos()).flatMapToDouble(Arrays::stream)).allMatch(nanos -> nanos > 0);
    }

    @Test
    void forkOfAShortRunMeasuresTheSameContenders() throws Exception {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
        RigExperiment family = PollutionFamily.quick().getFirst();
        Rounds rounds = new RigForks(SMOKE).fork(family, share -> {});
        assertThat(rounds.names()).isEqualTo(family.contenders()).hasSize(9);
        ExperimentResult result = new ExperimentResult(family.name(), "", "", List.of(), List.of(rounds));
        assertThat(family.notes(result)).anyMatch(line -> line.startsWith("won back"))
                .anyMatch(line -> line.startsWith("hardware counters: "));
    }

    @ParameterizedTest
    @MethodSource("all")
    void notesHaveAFigureForEveryContender(RigExperiment family) {
        List<String> names = family.contenders();
        double[][] nanos = names.stream().map(name -> new double[]{100}).toArray(double[][]::new);
        ExperimentResult result = new ExperimentResult(family.name(), family.title(), family.remark(),
                family.allTargets(), List.of(new Rounds(names, nanos, new double[names.size()], 0)));
        assertThat(family.notes(result)).allSatisfy(line -> assertThat(line).doesNotContain("NaN"));
        assertThat(family.plots(result)).singleElement().asString().doesNotContain("NaN");
    }
}
