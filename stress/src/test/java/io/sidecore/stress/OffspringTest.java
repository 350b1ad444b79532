package io.sidecore.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffspringTest {
    /** Starts a process that starts another, and says who that is. */
    static final class Waiting {
        public static void main(String[] arguments) throws Exception {
            Offspring.run(new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; wait")
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT));
        }
    }

    private static void assertEnds(ProcessHandle process) throws Exception {
        process.onExit().get(30, TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void endedRunLeavesNobodyBehind() throws Exception {
        Process run = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
                System.getProperty("java.class.path"), Waiting.class.getName())
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
    void interruptedWaitLeavesNobodyBehind(@TempDir Path folder) throws Exception {
        Path said = folder.resolve("said");
        Thread waiting = Thread.currentThread();
        Thread interrupter = Thread.ofPlatform().start(() -> {
            try {
                while (Files.notExists(said) || Files.size(said) == 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                // As good a time.
            }
            waiting.interrupt();
        });
        assertThatThrownBy(() -> Offspring.run(new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; wait")
                .redirectOutput(said.toFile()))).isInstanceOf(InterruptedException.class);
        interrupter.join();
        ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(Files.readString(said).strip())).orElse(null);
        if (grandchild != null) {
            assertEnds(grandchild);
        }
    }
}
