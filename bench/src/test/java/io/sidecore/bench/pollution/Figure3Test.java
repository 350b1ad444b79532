package io.sidecore.bench.pollution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.rig.Entrant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Figure3Test {
    @Test
    void lossIsOfSpeedAndNotOfTime() {
        Loss loss = new Loss(2, 1.25);
        assertThat(loss.directPercent()).isEqualTo(50);
        assertThat(loss.offLoadedPercent()).isEqualTo(20, within(1e-9));
    }

    @Test
    void wonBackIsTheShareOfTheTimeThatDirectCallsCost() {
        assertThat(new Loss(2, 1.25).wonBackPercent()).isEqualTo(75);
        assertThat(new Loss(2, 1).wonBackPercent()).isEqualTo(100);
        assertThat(new Loss(2, 2).wonBackPercent()).isZero();
        assertThat(new Loss(2, 3).wonBackPercent()).isEqualTo(-100);
    }

    @Test
    void nothingIsWonBackWhereHardlyAnythingIsLost() {
        assertThat(new Loss(1.01, 1).wonBackPercent()).isNaN();
        assertThat(new Loss(0.9, 1).wonBackPercent()).isNaN();
    }

    @Test
    void curvesStandBesideThoseOfThePaper() {
        List<String> lines = Figure3.lines(result(Figure3.INTERVALS), Figure3.INTERVALS);
        assertThat(lines.get(1)).containsPattern("1K +2K +5K +10K +20K +50K +100K +500K$");
        assertThat(lines.get(2)).startsWith("direct, here").containsPattern("50 +50 +50 +50 +50 +50 +50 +50$");
        assertThat(lines.get(3)).startsWith("off-loaded, here").containsPattern("20 +20 +20 +20 +20 +20 +20 +20$");
        assertThat(lines.get(4)).contains("Xalan").containsPattern("66 +61 +48 +37 +27 +15 +12 +5$");
        assertThat(lines.get(5)).contains("SPECjbb").containsPattern("46 +34 +21 +17 +16 +14 +12 +2$");
        assertThat(lines.get(6)).startsWith("won back").containsPattern("75 +75 +75 +75 +75 +75 +75 +75$");
    }

    @Test
    void fewerIntervalsHaveTheirOwnPointsOfTheCurves() {
        List<String> lines = Figure3.lines(result(1_000, 10_000, 100_000), new int[]{1_000, 10_000, 100_000});
        assertThat(lines.get(4)).containsPattern("66 +37 +12$");
        assertThat(lines.get(5)).containsPattern("46 +17 +12$");
    }

    @Test
    void forksThatWinBackLeastAndMostAreTold() {
        PollutionRig rig = new PollutionRig(WorkingSet.DATA_64K, 1_000, 10_000);
        List<String> lines = Figure3.lines(
                new ExperimentResult(rig.name(), "", "", List.of(),
                        List.of(fork(rig, 200, 125), fork(rig, 200, 150), fork(rig, 200, 140))),
                new int[]{1_000, 10_000});
        assertThat(lines.get(6)).startsWith("won back").containsPattern("60 +60$");
        assertThat(lines.get(7)).contains("least of 3 forks").containsPattern("50 +50$");
        assertThat(lines.get(8)).contains("most of 3 forks").containsPattern("75 +75$");
    }

    @Test
    void forkThatHasLostNothingLeavesNoLeastAndMost() {
        PollutionRig rig = new PollutionRig(WorkingSet.DATA_64K, 1_000);
        List<String> lines = Figure3.lines(new ExperimentResult(rig.name(), "", "", List.of(),
                List.of(fork(rig, 200, 125), fork(rig, 200, 150), fork(rig, 100, 140))), new int[]{1_000});
        assertThat(lines.get(7)).contains("least of 3 forks").endsWith(" -");
    }

    /** Twice the time with direct calls, a quarter more with others. */
    private static ExperimentResult result(int... intervals) {
        PollutionRig rig = new PollutionRig(WorkingSet.DATA_64K, intervals);
        return new ExperimentResult(rig.name(), "", "", List.of(), List.of(fork(rig, 200, 125)));
    }

    private static Rounds fork(PollutionRig rig, double direct, double offLoaded) {
        List<String> names = rig.entrants().stream().map(Entrant::name).toList();
        double[][] nanos = new double[names.size()][1];
        Arrays.setAll(nanos, index -> new double[]{names.get(index).startsWith("no call")
                ? 100
                : names.get(index).startsWith("direct") ? direct : offLoaded});
        return new Rounds(names, nanos, new double[names.size()], 0);
    }
}
