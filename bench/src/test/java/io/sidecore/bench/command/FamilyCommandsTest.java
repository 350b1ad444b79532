package io.sidecore.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.tools.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FamilyCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls", "rings"})
    void unknownFamilyIsRefusedWithTheKnownOnes(String command) {
        assertThat(run("bench", command, "coast")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("no family coast",
                command.equals("calls") ? "cost, synchronous" : "round-trip, processes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls", "rings"})
    void forksMustBePositive(String command) {
        assertThat(run("bench", command, "--forks", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--forks 0: must be positive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls", "rings"})
    void folderOfTheJsonFileMustBeThere(String command) {
        assertThat(run("bench", command, "--json", folder.resolve("none/x.json").toString()))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--json", "missing or cannot be written");
    }

    @Test
    void helpNamesTheFamiliesOfCalls() {
        assertThat(run("bench", "calls", "--help")).isZero();
        assertThat(out.toString()).contains("cost", "synchronous", "pipelined", "batch", "blocked", "delegated", "wake",
                "idle");
    }

    @Test
    void runPrintsTablesAndWritesThemAsJson() throws Exception {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
        Path json = folder.resolve("calls.json");
        assertThat(run("bench", "calls", "cost", "--quick", "--json", json.toString())).isZero();
        assertThat(out.toString()).contains("page, submit + reap", "Through the page:", "target", "page, reap, B/op");
        assertThat(Files.readString(json)).contains("\"name\":\"cost\"", "\"peers\":[\"direct\"]",
                "\"notes\":[\"Through the page:", "\"rounds_ns\":[[", "\"cpus_allowed\"");
    }
}
