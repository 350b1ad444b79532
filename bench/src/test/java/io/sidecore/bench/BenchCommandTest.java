package io.sidecore.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.run.Depth;
import io.sidecore.bench.run.Planned;
import io.sidecore.tools.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
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

    @Test
    void unknownFamilyIsRefusedWithTheKnownOnes() {
        assertThat(run("bench", "coast")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("no family or experiment coast", "ring, ", "syscall");
    }

    @Test
    void forksMustBePositive() {
        assertThat(run("bench", "ring", "--forks", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--forks 0: must be positive");
    }

    @Test
    void sizeMustBeWords() {
        assertThat(run("bench", "ring", "--size", "33")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--size 33: must be a multiple of 8");
    }

    @Test
    void listNamesEveryExperimentOnceAndRunsNothing() {
        assertThat(run("bench", "--list")).isZero();
        for (Planned planned : new Families().all()) {
            assertThat(Stream.of(out.toString().split("\\s+")).filter(planned.name()::equals)).hasSize(1);
        }
    }

    @Test
    void familiesAreTakenAtTheirDepthAndNamedExperimentsAtAny() {
        Families families = new Families();
        assertThat(families.named(List.of("ring"), Depth.QUICK)).extracting(Planned::name)
                .contains("ring.round-trip", "ring.throughput").doesNotContain("ring.aeron", "ring.layout");
        assertThat(families.named(List.of("ring"), Depth.FULL)).extracting(Planned::name).contains("ring.layout",
                "ring.throughput-1024");
        assertThat(families.named(List.of("ring.layout"), Depth.QUICK)).extracting(Planned::name)
                .containsExactly("ring.layout");
        assertThat(families.named(List.of(), Depth.FULL)).isEqualTo(families.all());
    }

    @Test
    void aRunThatIsStartedAgainMeasuresOnlyWhatIsMissing() throws Exception {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
        String[] words = {"bench", "syscall.cost", "--quick", "--forks", "2", "--report", folder.toString()};
        assertThat(run(words)).isZero();
        assertThat(out.toString()).contains("page, submit + reap", "Through the page:", "page, reap, B/op");
        assertThat(folder.resolve("results.json")).content().contains("\"name\":\"syscall.cost\"",
                "\"peers\":[\"direct\"]", "\"rounds_ns\":[[", "\"mitigations\"");
        Path first = folder.resolve("forks/syscall.cost.1.tsv");
        byte[] before = Files.readAllBytes(first);
        Files.delete(folder.resolve("forks/syscall.cost.2.tsv"));
        assertThat(run(words)).isZero();
        assertThat(Files.readAllBytes(first)).isEqualTo(before);
        assertThat(folder.resolve("forks/syscall.cost.2.tsv")).isNotEmptyFile();
    }

    @Test
    void theFolderOfAnotherRunIsRefused() throws Exception {
        Files.writeString(folder.resolve("run.txt"), "depth: FULL\n");
        assertThat(run("bench", "syscall.cost", "--quick", "--report", folder.toString()))
                .isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("holds another run (depth: FULL)", "--report");
    }
}
