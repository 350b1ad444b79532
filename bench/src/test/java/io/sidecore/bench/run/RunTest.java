package io.sidecore.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.bench.floor.SyscallsExperiment;
import io.sidecore.bench.report.Experiment;
import io.sidecore.bench.rings.throughput.OneThreadRig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    @TempDir
    private Path folder;

    /** So many times as long as with one fork. */
    private double forks(Experiment experiment, Depth least, int forks) throws Exception {
        List<Planned> plan = List.of(new Planned("family", experiment, least));
        try (RunFolder kept = RunFolder.open(folder, List.of())) {
            return new Run(plan, Depth.FULL, forks, kept).millis() / new Run(plan, Depth.FULL, 1, kept).millis();
        }
    }

    @Test
    void experimentsOfTheRigHaveAllForks() throws Exception {
        assertThat(forks(new OneThreadRig(), Depth.QUICK, 10)).isEqualTo(10);
        assertThat(forks(new OneThreadRig(), Depth.STANDARD, 10)).isEqualTo(10);
    }

    @Test
    void sweepsAndJmhHaveNoMoreThanAFigureNeeds() throws Exception {
        assertThat(forks(new OneThreadRig(), Depth.FULL, 10)).isEqualTo(Depth.QUOTABLE);
        assertThat(forks(new SyscallsExperiment(), Depth.QUICK, 10)).isEqualTo(Depth.QUOTABLE);
        assertThat(forks(new SyscallsExperiment(), Depth.QUICK, 3)).isEqualTo(3);
    }
}
