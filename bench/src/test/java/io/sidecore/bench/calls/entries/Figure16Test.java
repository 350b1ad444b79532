package io.sidecore.bench.calls.entries;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.rig.Entrant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Figure16Test {
    @Test
    void throughputIsTheInverseOfTimeAndStandsBesideThePapers() {
        List<String> names = new EntriesRig().entrants().stream().map(Entrant::name).toList();
        double[][] nanos = new double[names.size()][1];
        // Twice the entries, half the time; the last takes 100 ns.
        Arrays.setAll(nanos,
                index -> new double[]{100 << (Figure16.ENTRIES.length - 1 - index % Figure16.ENTRIES.length)});
        List<String> lines = Figure16.lines(new ExperimentResult("entries", "", "", List.of(),
                List.of(new Rounds(names, nanos, new double[names.size()], 0))));
        assertThat(lines.get(1)).containsPattern("16 +32 +64 +128 +256 +512$");
        assertThat(lines.get(2)).startsWith("short, here").containsPattern("3 +6 +13 +25 +50 +100$");
        assertThat(lines.get(3)).startsWith("one in 16 blocks, here").containsPattern("3 +6 +13 +25 +50 +100$");
        assertThat(lines.get(4)).containsPattern("64 +128 +192 +256 +more$");
        assertThat(lines.get(5)).startsWith("FlexSC").containsPattern("36 +58 +91 +100 +flat$");
    }
}
