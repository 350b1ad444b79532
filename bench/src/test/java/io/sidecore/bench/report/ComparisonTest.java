package io.sidecore.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    private Path folder;

    /** Forks of one round, in which the ring takes so many times what the floor does. */
    private Path run(String name, double bytes, double... ratios) throws IOException {
        List<Rounds> forks = Arrays.stream(ratios)
                .mapToObj(ratio -> new Rounds(List.of("floor", "ring"), new double[][]{{100}, {100 * ratio}},
                        new double[]{0, bytes}, 0))
                .toList();
        Path file = folder.resolve(name);
        JsonReport.write(file, Map.of("depth", "full"), Map.of("jdk", "25"),
                List.of(new ExperimentResult("ring.test", "", "", List.of(), forks)), List.of());
        return file;
    }

    private static Comparison.Row ratio(Comparison comparison) {
        return comparison.rows().stream().filter(row -> row.unit().equals("x first")).findFirst().orElseThrow();
    }

    @Test
    void forksThatLieApartAreAChange() throws IOException {
        Path before = run("a", 0, 1.0, 1.1, 1.2, 1.3, 1.4);
        assertThat(ratio(Comparison.of(before, run("b", 0, 1.5, 1.6, 1.6, 1.7, 1.8))).change())
                .isEqualTo(Comparison.Change.MORE);
        assertThat(ratio(Comparison.of(before, run("b", 0, 0.5, 0.6, 0.6, 0.7, 0.8))).change())
                .isEqualTo(Comparison.Change.LESS);
    }

    @Test
    void forksThatOverlapAreNone() throws IOException {
        assertThat(ratio(Comparison.of(run("a", 0, 1.0, 1.1, 1.2, 1.3, 1.4), run("b", 0, 1.4, 1.6, 1.6, 1.7, 1.8)))
                .change()).isEqualTo(Comparison.Change.NONE);
    }

    @Test
    void aChangeOfLessThanTwoPercentIsNone() throws IOException {
        assertThat(ratio(Comparison.of(run("a", 0, 1, 1, 1, 1, 1), run("b", 0, 1.01, 1.01, 1.01, 1.01, 1.01))).change())
                .isEqualTo(Comparison.Change.NONE);
    }

    @Test
    void ofTimesOnABusyMachineNothingIsSaid() throws IOException {
        Path before = run("a", 0, 1, 1, 1, 1, 1);
        Path after = run("b", 0, 9, 9, 9, 9, 9);
        Files.writeString(after,
                Files.readString(after).replace("\"for_quoting\":true", "\"for_quoting\":false"));
        assertThat(ratio(Comparison.of(before, after)).change()).isEqualTo(Comparison.Change.UNKNOWN);
    }

    @Test
    void ofThreeForksNothingIsSaid() throws IOException {
        assertThat(ratio(Comparison.of(run("a", 0, 1, 1, 1), run("b", 0, 9, 9, 9))).change())
                .isEqualTo(Comparison.Change.UNKNOWN);
    }

    @Test
    void bytesThatWereNotThereAreAChange() throws IOException {
        Comparison comparison = Comparison.of(run("a", 0, 1, 1, 1, 1, 1), run("b", 24, 1, 1, 1, 1, 1));
        assertThat(comparison.rows()).filteredOn(row -> row.change() == Comparison.Change.MORE)
                .singleElement().satisfies(row -> assertThat(row.unit()).isEqualTo("B/op"));
        StringWriter text = new StringWriter();
        new ComparisonText(new PrintWriter(text)).print(comparison, false);
        assertThat(text.toString()).contains("ring.test: ring", "MORE", "3 figures in both runs: 1 more");
    }

    @Test
    void anotherMachineIsNamed() throws IOException {
        Path before = run("a", 0, 1);
        Path after = folder.resolve("other");
        Files.writeString(after, Files.readString(before).replace("\"jdk\":\"25\"", "\"jdk\":\"26\""));
        assertThat(Comparison.of(before, after).differences()).containsExactly("jdk: \"25\", then \"26\"");
    }

    @Test
    void whatIsNoReportIsRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "[1, 2");
        Path good = run("a", 0, 1);
        assertThatThrownBy(() -> Comparison.of(good, file)).isInstanceOf(CommandFailed.class)
                .hasMessageContaining("x.json is not a results.json");
        Files.writeString(file, "{\"schema\": 99}");
        assertThatThrownBy(() -> Comparison.of(file, good)).hasMessageContaining("its schema is 99");
        assertThatThrownBy(() -> Comparison.of(folder.resolve("none"), good)).hasMessageContaining("no such file");
    }
}
