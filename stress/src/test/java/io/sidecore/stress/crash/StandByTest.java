package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.trial.Violation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandByTest {
    private final List<Process> started = new ArrayList<>();
    private final List<Process> ended = new ArrayList<>();

    private Process start() throws java.io.IOException {
        Process process = new ProcessBuilder("sleep", "600").start();
        started.add(process);
        return process;
    }

    @Test
    void othersAreStartedWhileOneWorks() throws Exception {
        try (StandBy processes = new StandBy(this::start, ended::add)) {
            assertThat(processes.take()).isSameAs(started.getFirst());
            assertThat(started).hasSizeGreaterThan(1);
            assertThat(processes.take()).isSameAs(started.get(1));
        }
    }

    @Test
    void eachOneThatIsKilledIsLookedAt() throws Exception {
        try (StandBy processes = new StandBy(this::start, ended::add)) {
            Process process = processes.take();
            assertThat(processes.kill(process)).isEqualTo(Ending.KILLED);
            assertThat(ended).containsExactly(process);
            assertThat(processes.killed()).as("whoever has sent it says so").isZero();
        }
    }

    @Test
    void nobodyIsLeftOrStartedBehindTheEnd() throws Exception {
        StandBy processes = new StandBy(this::start, ended::add);
        processes.take();
        processes.close();
        for (Process process : started) {
            assertThat(process.waitFor()).isEqualTo(Ending.KILLED);
        }
        assertThatThrownBy(processes::take).isInstanceOf(Violation.class).hasMessageContaining("over");
    }
}
