package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Engines in processes to which the kernel refuses something. */
class ConfinedTest {
    /** What the program prints. */
    private static String run(Class<?> program, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xlog:disable",
                "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                program.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).as(program.getSimpleName() + " ends").isTrue();
            return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void withoutMembarrierNoWakeUpIsLostEither() throws IOException, InterruptedException {
        assertThat(run(SubmissionsToASleepingCore.class, EngineScene.SEED, EngineScene.rounds(5000)))
                .isEqualTo("membarrier false, missed 0");
    }

    @Test
    void withoutMoreThreadsAnEngineMakesDoWithThoseItHas() throws IOException, InterruptedException {
        assertThat(run(CoreOfFewThreads.class, "threads")).startsWith("done 40; the system refuses another thread");
    }

    @Test
    void noCallIsGivenToAThreadThatCannotBePinned() throws IOException, InterruptedException {
        assertThat(run(CoreOfFewThreads.class, "pinning")).startsWith("done 40; ").contains("CPU");
    }
}
