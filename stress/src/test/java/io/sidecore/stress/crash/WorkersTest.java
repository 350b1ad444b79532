package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.trial.Violation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void foldersOfRunsThatWereKilledAreSweptAway(@TempDir Path parent) throws Exception {
        Workers alive = new Workers(parent, folder -> List.of());
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        String name = alive.rings().getParent().getFileName().toString();
        Path left = parent.resolve(name.replace("-" + ProcessHandle.current().pid() + "-", "-" + ended.pid() + "-"));
        Path foreign = parent.resolve("sidecore-crash-1-" + ended.pid() + "-1");
        Files.createDirectories(left.resolve("rings/pages-1"));
        Files.createDirectories(foreign);
        try (alive; Workers next = new Workers(parent, folder -> List.of())) {
            assertThat(parent).isDirectoryContaining(alive.rings().getParent()::equals)
                    .isDirectoryContaining(next.rings().getParent()::equals)
                    .isDirectoryContaining(foreign::equals).isDirectoryNotContaining(left::equals);
        }
    }

    @Test
    void filesThatAreMadeMeanwhileAreDeletedToo(@TempDir Path parent) throws Exception {
        Workers workers = new Workers(parent, folder -> List.of());
        Path rings = workers.rings();
        CountDownLatch begun = new CountDownLatch(1);
        Thread maker = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 20_000; i++) {
                try {
                    Path file = Files.createFile(rings.resolve("file-" + i));
                    begun.countDown();
                    Files.delete(file);
                } catch (IOException e) {
                    // It was deleted before, or the folder was.
                }
            }
        });
        begun.await();
        workers.close();
        maker.join();
        assertThat(parent).isEmptyDirectory();
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
