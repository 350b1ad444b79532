package io.sidecore.bench.calls.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.rig.Entrant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class Figure10Test {
    @Test
    void breakEvenIsTheBatchFromWhichOnCallsAreCheaper() {
        assertThat(Figure10.breakEven(new double[]{3, 2, 1, 0.9, 0.8, 0.7, 0.6})).isEqualTo(OptionalInt.of(8));
    }

    @Test
    void oneCheapBatchAmongDearOnesIsNoBreakEven() {
        assertThat(Figure10.breakEven(new double[]{3, 0.9, 2, 0.9, 1.1, 0.7, 0.6})).isEqualTo(OptionalInt.of(32));
    }

    @Test
    void breakEvenMayBeTheFirstBatchOrNone() {
        assertThat(Figure10.breakEven(new double[]{0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9})).isEqualTo(OptionalInt.of(1));
        assertThat(Figure10.breakEven(new double[]{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1})).isEmpty();
    }

    @Test
    void curvesStandBesideThoseOfThePaper() {
        List<String> names = new BatchRig().entrants().stream().map(Entrant::name).toList();
        // The direct call takes 100 ns; a batch on the same core takes 102, 104, ...
        double[][] nanos = new double[names.size()][1];
        Arrays.setAll(nanos, index -> new double[]{100 + 2 * index});
        ExperimentResult result = new ExperimentResult("batch", "", "", List.of(),
                List.of(new Rounds(names, nanos, new double[names.size()], 0)));
        List<String> lines = Figure10.lines(result);
        assertThat(lines.get(2)).startsWith("same core, here").containsPattern("1\\.02 +1\\.04 +1\\.06 +1\\.08")
                .endsWith("not up to 64");
        assertThat(lines.get(3)).startsWith("same core, FlexSC").containsPattern("1\\.43 +0\\.93 +0\\.68")
                .endsWith("from a batch of 2");
        assertThat(lines.get(6)).startsWith("other core, asleep, FlexSC").containsPattern("11\\.46 +9\\.70")
                .endsWith("from a batch of 64");
    }
}
