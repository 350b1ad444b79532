package io.sidecore.stress.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped ring classes under Lincheck's model checker; first of all, it must find bugs that were planted. */
class RingModelTest {
    private static final int INTERLEAVINGS = 300;

    @TempDir
    static Path twin;

    @BeforeAll
    static void compileTheTwin() throws IOException {
        Path source = Files.createDirectories(twin.resolve("source")).resolve("OffHeap.java");
        try (var twinSource = RingModelTest.class.getResourceAsStream("/twin/OffHeap.java")) {
            Files.copy(twinSource, source);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", twin.toString(), source.toString()))
                .isZero();
    }

    private static String check(String scenario, String planted, int expectedExit)
            throws IOException, InterruptedException {
        String classPath = twin + File.pathSeparator
                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+EnableDynamicAgentLoading", "-Xshare:off",
                "-Dplanted=" + planted, "-cp", classPath, RingModel.class.getName(), scenario,
                Integer.toString(INTERLEAVINGS)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(expectedExit);
        return output;
    }

    @ParameterizedTest
    @ValueSource(strings = {"spsc", "mpsc", "abort"})
    void everyInterleavingExploredDeliversWhatWasCommitted(String scenario) throws IOException, InterruptedException {
        check(scenario, "", 0);
    }

    @Test
    void claimThatIsNotAtomicIsFound() throws IOException, InterruptedException {
        assertThat(check("mpsc", "torn-cas", 1)).containsAnyOf("unexpected messages", "CorruptRingException",
                "livelock");
    }

    @Test
    void payloadThatBecomesVisibleAfterTheCommitIsFound() throws IOException, InterruptedException {
        for (String scenario : List.of("spsc", "mpsc")) {
            assertThat(check(scenario, "late-plain", 1)).contains("unexpected messages");
        }
    }
}
