package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkersTest {
    /** A worker whose JVM crashes. */
    static final class Crashing {
        public static void main(String[] arguments) {
            MemorySegment.ofAddress(1L << 40).reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** A worker that waits for its end. */
    static final class Waiting {
        public static void main(String[] arguments) throws Exception {
            System.in.read();
        }
    }

    @Test
    void crashOfTheJvmIsNoKill() throws Exception {
        try (Workers workers = new Workers(folder -> List.of());
                StandBy processes = new StandBy(() -> workers.start(Crashing.class, List.of(), List.of()),
                        workers::checkCrash)) {
            Process process = processes.take();
            process.waitFor();
            assertThatThrownBy(() -> processes.kill(process)).isInstanceOf(Violation.class)
                    .hasMessageContaining("has crashed").hasMessageContaining("SIGSEGV");
        }
    }

    @Test
    void killIsNoCrash() throws Exception {
        try (Workers workers = new Workers(folder -> List.of());
                StandBy processes = new StandBy(() -> workers.start(Waiting.class, List.of(), List.of()),
                        workers::checkCrash)) {
            assertThat(processes.kill(processes.take())).isEqualTo(Ending.KILLED);
        }
    }
}
