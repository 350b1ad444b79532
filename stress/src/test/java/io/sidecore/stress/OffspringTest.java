package io.sidecore.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OffspringTest {
    /** Starts a process that starts another, and says who that is. */
    static final class Waiting {
        public static void main(String[] arguments) throws Exception {
            Offspring.await(family());
        }
    }

    private static Process family() throws Exception {
        return new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; wait").redirectOutput(
                ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Gone, or about to be: nobody has to wait for a process that is no child. */
    private static void assertEnds(ProcessHandle process) throws Exception {
        process.onExit().get(30, TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void endedRunLeavesNobodyBehind() throws Exception {
        String path = System.getProperty("java.class.path");
        Process run = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
                path.replace(File.pathSeparator + File.pathSeparator, File.pathSeparator), Waiting.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = run.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            run.destroy();
            assertEnds(run.toHandle());
            assertEnds(grandchild);
        } finally {
            run.destroyForcibly();
        }
    }

    @Test
    void interruptedWaitLeavesNobodyBehind() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; wait").start();
        ProcessHandle grandchild;
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            grandchild = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
        }
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Offspring.await(child)).isInstanceOf(InterruptedException.class);
        assertEnds(child.toHandle());
        assertEnds(grandchild);
    }
}
