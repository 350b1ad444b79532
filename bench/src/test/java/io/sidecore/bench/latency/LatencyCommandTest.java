package io.sidecore.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.tools.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LatencyCommandTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... words) {
        CommandLine line = new CommandLine(new LatencyCommand());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(words);
    }

    @Test
    void unknownGroupIsRefusedWithTheKnownOnes() {
        assertThat(run("strings")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("no group strings; there are rings, aeron, calls");
    }

    @Test
    void callsAreNotMadeBetweenProcesses() {
        assertThat(run("--processes", "calls")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("no group calls between processes; there are rings, aeron");
    }

    @Test
    void ratesMustBePossible() {
        assertThat(run("--rate", "1000,0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--rate 0: must be from 1 to 1000000000");
    }

    @Test
    void rateThatStandsThereTwiceIsRefused() {
        assertThat(run("--rate", "1000,1000")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("twice");
    }

    @Test
    void forksMustBePositive() {
        assertThat(run("--forks", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--forks 0: must be positive");
    }

    @Test
    void reportMustBeAFolder() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run("--report", file.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("is not a folder that can be written");
    }

    @Test
    void theFolderOfAnotherRunIsRefused() throws Exception {
        Files.writeString(folder.resolve("run.txt"), "latency: RINGS true\n");
        assertThat(run("--report", folder.toString(), "calls")).isNotZero();
    }

    @Test
    void optionsOfBenchBeforeItAreRefused() {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err));
        assertThat(line.execute("bench", "--report", folder.toString(), "latency", "calls"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("put its options behind");
    }

    @Test
    void helpNamesGroupsAndRates() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("rings, aeron, calls", "10000,100000,1000000");
    }
}
