package io.sidecore.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistanceTest {
    private static final Random RANDOM = new Random(7);
    private static final int ROUNDS = 16;

    @TempDir
    private Path folder;

    private static DoubleStream around(double nanos, int count) {
        return IntStream.range(0, count).mapToDouble(each -> nanos * (0.95 + 0.15 * RANDOM.nextDouble()));
    }

    @Test
    void oneIsFoundOnAMachineOfOnesOwn() {
        assertThat(Distance.of(around(117, 500))).singleElement()
                .satisfies(distance -> assertThat(distance.median()).isBetween(111.0, 129.0));
    }

    @Test
    void twoAreToldApartWhateverTheirShares() {
        for (int share : new int[]{50, 250, 450}) {
            List<Distance> distances = Distance
                    .of(DoubleStream.concat(around(117, share), around(502, 500 - share)));
            assertThat(distances).hasSize(2);
            assertThat(distances.getFirst().includes(117)).isTrue();
            assertThat(distances.getFirst().includes(502)).isFalse();
            assertThat(distances.getLast().includes(502)).isTrue();
            assertThat(distances).noneMatch(distance -> distance.includes(250) || distance.includes(Double.NaN));
        }
    }

    @Test
    void fewRoundsInBetweenBelongToNone() {
        List<Distance> distances = Distance
                .of(DoubleStream.concat(DoubleStream.concat(around(117, 250), around(502, 250)), around(230, 5)));
        assertThat(distances).hasSize(2).noneMatch(distance -> distance.includes(230));
    }

    @Test
    void thoseThatDifferByLessThanHalfAreOne() {
        assertThat(Distance.of(DoubleStream.concat(around(100, 250), around(135, 250)))).hasSize(1);
    }

    @Test
    void noneIsFoundWhereNothingWasMeasured() {
        assertThat(Distance.of(DoubleStream.of(Double.NaN, Double.NaN))).isEmpty();
    }

    @Test
    void roundsOfOneDistanceAreChosenAndTooFewAreNone() {
        double[] line = {117, 502, 117, Double.NaN, 502, 117, 502, 502};
        Rounds rounds = new Rounds(List.of("a"), new double[][]{{1, 2, 3, 4, 5, 6, 7, 8}}, new double[1], 0, line,
                Map.of());
        assertThat(rounds.at(new Distance(480, 520, 502)).orElseThrow().of("a")).containsExactly(2, 5, 7, 8);
        assertThat(rounds.at(new Distance(110, 130, 117))).isEmpty();
    }

    @Test
    void linesAreWrittenAndReadWithTheirGaps() throws Exception {
        double[] line = {117, Double.NaN, 502};
        Path file = folder.resolve("rounds");
        new Rounds(List.of("a"), new double[][]{{1, 2, 3}}, new double[1], 0, line, Map.of()).write(file);
        assertThat(Rounds.read(file).lineNanos()).containsExactly(line);
        new Rounds(List.of("a"), new double[][]{{1, 2, 3}}, new double[1], 0).write(file);
        assertThat(Rounds.read(file).lineNanos()).isEmpty();
    }

    /** The ring takes other shares of the floor's time near and far; forks are near, far or, the first, half and half. */
    private static ExperimentResult result(double near, double far, int forks, int nearForks) {
        List<Rounds> all = IntStream.range(0, forks).mapToObj(fork -> {
            double[] line = new double[ROUNDS];
            Arrays.setAll(line, round -> fork == 0 && round < ROUNDS / 2 || fork != 0 && fork <= nearForks ? 117 : 502);
            double[] ring = Arrays.stream(line).map(nanos -> nanos * (nanos == 117 ? near : far)).toArray();
            return new Rounds(List.of("floor", "ring"), new double[][]{line, ring}, new double[2], 0, line, Map.of());
        }).toList();
        return new ExperimentResult("ring.test", "", "", List.of(new Target("ring", "floor", 0.5)), all);
    }

    private Path run(String name, double near, double far, int nearForks) throws Exception {
        Path file = folder.resolve(name);
        JsonReport.write(file, Map.of("depth", "full"), Map.of(),
                List.of(result(near, far, 10, nearForks)), List.of());
        return file;
    }

    private static Stream<String> changes(Comparison comparison) {
        return comparison.rows().stream().filter(row -> row.unit().startsWith("x first"))
                .map(row -> row.unit() + ": " + row.change());
    }

    @Test
    void runsThatWereMostlyNearAndMostlyFarAreAlikeIfTheirRoundsAreAtEachDistance() throws Exception {
        Comparison comparison = Comparison.of(run("a", 0.4, 0.2, 6), run("b", 0.4, 0.2, 3));
        assertThat(changes(comparison)).containsExactlyInAnyOrder("x first, line 117 ns: as before",
                "x first, line 502 ns: as before");
    }

    @Test
    void whatIsSlowerAtOneDistanceOnlyIsFound() throws Exception {
        Comparison comparison = Comparison.of(run("a", 0.4, 0.2, 5), run("b", 0.5, 0.2, 5));
        assertThat(changes(comparison)).containsExactlyInAnyOrder("x first, line 117 ns: MORE",
                "x first, line 502 ns: as before");
    }

    @Test
    void ofADistanceThatOneRunHasHardlySeenNothingIsSaid() throws Exception {
        Comparison comparison = Comparison.of(run("a", 0.4, 0.2, 9), run("b", 0.5, 0.3, 4));
        assertThat(changes(comparison)).containsExactlyInAnyOrder("x first, line 117 ns: MORE",
                "x first, line 502 ns: cannot be said");
        assertThat(comparison.onlyBefore()).isEmpty();
    }

    @Test
    void aDistanceThatOneRunHasNotSeenIsNamed() throws Exception {
        Path after = run("b", 0.5, 0.5, 5);
        // As if the far rounds of the second run had been near.
        Files.writeString(after, Files.readString(after).replace("502.0", "117.0").replace("251.0", "58.5"));
        Comparison comparison = Comparison.of(run("a", 0.4, 0.2, 5), after);
        assertThat(changes(comparison)).containsExactly("x first, line 117 ns: MORE");
        assertThat(comparison.onlyBefore()).containsExactly("ring.test: ring, line 502 ns");
        assertThat(comparison.onlyAfter()).isEmpty();
    }

    @Test
    void aRunWithoutTheTimeOfALineIsComparedOverAllRounds() throws Exception {
        Path before = run("a", 0.4, 0.2, 5);
        Files.writeString(before, Files.readString(before).replaceAll("\"line_ns\":\\[\\[.*?\\]\\],", ""));
        assertThat(changes(Comparison.of(before, run("b", 0.4, 0.2, 5)))).containsExactly("x first: as before");
    }

    @Test
    void oneOddRoundOfFewIsNoDistance() {
        assertThat(Distance.of(DoubleStream.concat(around(117, 12), DoubleStream.of(900)))).hasSizeLessThan(2);
    }

    @Test
    void tablesHaveAColumnForEachDistance() {
        ExperimentResult result = result(0.4, 0.2, 10, 5);
        StringWriter text = new StringWriter();
        TextReport report = new TextReport(new PrintWriter(text), Distance.of(result.lines()));
        report.contenders(result);
        report.targets(List.of(result));
        assertThat(text.toString().lines().map(String::strip))
                .anyMatch(line -> line.matches("x first .*line 117 ns +line 502 ns"))
                .anyMatch(line -> line
                        .matches("ring +0\\.40 \\(0\\.40\\.\\.0\\.40, 6\\) +0\\.20 \\(0\\.20\\.\\.0\\.20, 5\\)"))
                .anyMatch(line -> line.startsWith("line 117 ns") && line.contains("0.40") && line.contains("met"));
    }
}
