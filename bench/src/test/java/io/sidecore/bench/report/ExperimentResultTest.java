package io.sidecore.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentResultTest {
    private static final List<String> NAMES = List.of("floor", "ring");
    /** The machine is four times slower in the second round: times differ, ratios do not. */
    private static final Rounds STEADY = new Rounds(NAMES, new double[][]{{100, 400, 100}, {110, 440, 110}},
            new double[]{24, 0.004}, 0.5);
    private static final Rounds OTHER = new Rounds(NAMES, new double[][]{{100, 100, 100}, {130, 120, 300}},
            new double[]{24, 16}, 3);

    private static ExperimentResult result(Rounds... forks) {
        return new ExperimentResult("family", "What was measured", "", List.of(new Target("ring", "floor", 1.2),
                new Target("ring", "floor", 1.05), new Target("LaneRing", "floor", 1), Target.noAllocation("ring"),
                Target.noAllocation("floor"), Target.noAllocation("LaneRing"), Target.nanos("ring", 105)),
                List.of(forks));
    }

    @Test
    void ratioIsTakenWithinEachRound() {
        assertThat(STEADY.ratios("ring", "floor")).containsExactly(1.1, 1.1, 1.1);
        assertThat(result(STEADY).ratio("ring", "floor").spread()).isEqualTo(new Spread(1.1, 1.1, 1.1));
    }

    @Test
    void excessIsTakenWithinEachRound() {
        assertThat(STEADY.excess("ring", List.of("floor"))).containsExactly(10, 40, 10);
        assertThat(STEADY.excess("ring", List.of("floor", "floor"))).containsExactly(-90, -360, -90);
        Target target = Target.excess("ring", List.of("floor"), 10);
        assertThat(target.label()).isEqualTo("ring - floor, ns");
        assertThat(target.judge(result(STEADY).figure(target).median())).isEqualTo(Target.Verdict.MET);
        assertThat(result(STEADY).figure(Target.excess("ring", List.of("floor", "other"), 1)).median()).isNaN();
    }

    @Test
    void smallRatiosAreShownToMoreDigits() {
        Rounds far = new Rounds(NAMES, new double[][]{{100}, {2.5}}, new double[2], 0);
        StringWriter text = new StringWriter();
        ExperimentResult result = new ExperimentResult("family", "", "", List.of(new Target("ring", "floor", 1.0 / 35)),
                List.of(far));
        new TextReport(new PrintWriter(text), List.of()).targets(List.of(result));
        assertThat(text.toString()).contains(" 0.0286 ", " 0.0250 ", " met");
    }

    @Test
    void notesFollowTheTableAndAreInTheJson(@TempDir Path folder) throws IOException {
        ExperimentResult result = result(STEADY).withNotes(List.of("The ring is round."));
        StringWriter text = new StringWriter();
        new TextReport(new PrintWriter(text), List.of()).contenders(result);
        assertThat(text.toString().lines().toList().getLast()).isEqualTo("The ring is round.");
        Path file = folder.resolve("result.json");
        JsonReport.write(file, Map.of(), Map.of(), List.of(result), List.of());
        assertThat(Files.readString(file)).contains("\"notes\":[\"The ring is round.\"]");
    }

    @Test
    void forksCountAlikeInTheMedianAndAllRoundsInTheSpread() {
        ExperimentResult.Figure ratio = result(STEADY, OTHER, STEADY).ratio("ring", "floor");
        assertThat(ratio.forks()).containsExactly(1.1, 1.3, 1.1);
        assertThat(ratio.median()).isEqualTo(1.1);
        assertThat(ratio.spread().p90()).isGreaterThan(1.3);
    }

    @Test
    void targetIsMetUpToItsBoundAndUnknownWithoutAMeasurement() {
        Target target = new Target("ring", "floor", 1.2);
        assertThat(target.judge(1.2)).isEqualTo(Target.Verdict.MET);
        assertThat(target.judge(1.21)).isEqualTo(Target.Verdict.MISSED);
        assertThat(target.judge(result(STEADY).ratio("LaneRing", "floor").median()))
                .isEqualTo(Target.Verdict.NOT_MEASURED);
    }

    @Test
    void tableShowsTargetsBesideWhatWasMeasured() {
        StringWriter text = new StringWriter();
        new TextReport(new PrintWriter(text), List.of()).targets(List.of(result(STEADY)));
        assertThat(text.toString().lines().skip(2)).satisfiesExactly(
                line -> assertThat(line).contains("ring / floor", "1.20", "1.10", " met"),
                line -> assertThat(line).contains("ring / floor", "1.05", "1.10", " missed"),
                line -> assertThat(line).contains("LaneRing / floor", "1.00", "not measured"),
                line -> assertThat(line).contains("ring, B/op", "0.00", " met"),
                line -> assertThat(line).contains("floor, B/op", "0.00", "24.00", " missed"),
                line -> assertThat(line).contains("LaneRing, B/op", "0.00", "not measured"),
                line -> assertThat(line).contains("ring, ns", "105.00", "110.00", " missed"));
    }

    @Test
    void memoryOfAForkIsOneFigureAndTheMedianOfTheForksCounts() {
        assertThat(result(STEADY, OTHER, STEADY).bytes("ring").forks()).containsExactly(0.004, 16.0, 0.004);
        assertThat(result(STEADY, OTHER, STEADY).bytes("ring").median()).isEqualTo(0.004);
    }

    @Test
    void noMemoryIsLessThanAnObjectForEachThousandthMessage() {
        Target target = Target.noAllocation("ring");
        assertThat(target.judge(0)).isEqualTo(Target.Verdict.MET);
        assertThat(target.judge(0.015)).isEqualTo(Target.Verdict.MET);
        assertThat(target.judge(0.017)).isEqualTo(Target.Verdict.MISSED);
        assertThat(target.judge(Double.NaN)).isEqualTo(Target.Verdict.NOT_MEASURED);
    }

    @Test
    void tableShowsBytesOfEachContender() {
        StringWriter text = new StringWriter();
        new TextReport(new PrintWriter(text), List.of()).contenders(result(STEADY));
        assertThat(text.toString().lines().skip(2)).satisfiesExactly(line -> assertThat(line).contains(" B/op "),
                line -> assertThat(line).startsWith("floor").contains(" 24.00 "),
                line -> assertThat(line).startsWith("ring").contains(" 0.00 "));
    }

    @Test
    void tableWarnsOfABusyMachine() {
        StringWriter text = new StringWriter();
        new TextReport(new PrintWriter(text), List.of()).contenders(result(STEADY));
        assertThat(text.toString()).contains("ring").doesNotContain("Not for quoting");
        new TextReport(new PrintWriter(text), List.of()).contenders(result(STEADY, OTHER, OTHER));
        assertThat(text.toString()).contains("Not for quoting: others had the CPUs of the measuring threads for 3.0 %");
    }

    @Test
    void contenderThatOneForkCouldNotOpenIsShownWithTheReasonOnly(@TempDir Path folder) throws IOException {
        Rounds without = new Rounds(List.of("floor"), new double[][]{{100, 100, 100}}, new double[]{24}, 0)
                .withMissing(Map.of("ring", "it needs a flag"));
        ExperimentResult family = result(STEADY, without, OTHER);
        assertThat(family.contenders()).containsExactly("floor");
        assertThat(family.figure(new Target("ring", "floor", 1.2)).median()).isNaN();
        StringWriter text = new StringWriter();
        new TextReport(new PrintWriter(text), List.of()).contenders(family);
        assertThat(text.toString().lines().toList()).last().asString()
                .matches("ring +not available here: it needs a flag");
        Path file = folder.resolve("result.json");
        JsonReport.write(file, Map.of(), Map.of(), List.of(family), List.of());
        assertThat(Files.readString(file)).contains("\"not_available\":{\"ring\":\"it needs a flag\"}")
                .doesNotContain("\"name\":\"ring\"");
    }

    @Test
    void jsonHoldsFiguresTargetsAndEveryRound(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("result.json");
        JsonReport.write(file, Map.of(), Map.of("kernel", "a \"quoted\" one"), List.of(result(STEADY)), List.of());
        assertThat(Files.readString(file).replaceAll("\\s", "")).contains("\"kernel\":\"a\\\"quoted\\\"one\"",
                "\"rounds_ns\":[[110.0,440.0,110.0]]", "\"at_most\":1.2", "\"verdict\":\"met\"",
                "\"median\":null", "\"bytes_per_op\":{\"median\":24.0", "\"unit\":\"B/op\"");
    }

    @Test
    void roundsAreReadBackAsWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rounds");
        OTHER.withMissing(Map.of("peer", "two\tparts\nof a reason")).write(file);
        Rounds read = Rounds.read(file);
        assertThat(read.missing()).isEqualTo(Map.of("peer", "two parts of a reason"));
        assertThat(read.names()).isEqualTo(NAMES);
        assertThat(read.nanos()).isDeepEqualTo(OTHER.nanos());
        assertThat(read.bytes()).isEqualTo(OTHER.bytes());
        assertThat(read.waitedPercent()).isEqualTo(3);
    }

    @Test
    void forksWithDifferentContendersAreRefused() {
        Rounds stranger = new Rounds(List.of("floor", "other"), new double[][]{{1}, {1}}, new double[2], 0);
        assertThatIllegalArgumentException().isThrownBy(() -> result(STEADY, stranger));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rounds(NAMES, new double[][]{{1}, {1, 2}}, new double[2], 0));
    }

    @Test
    void timesOfARunThatIsNotForQuotingGetNoVerdictAndBytesDo(@TempDir Path folder) throws IOException {
        Rounds disturbed = new Rounds(NAMES, new double[][]{{100, 400, 100}, {110, 440, 110}},
                new double[]{24, 0.004}, 2.1);
        ExperimentResult result = result(disturbed);
        StringWriter text = new StringWriter();
        new TextReport(new PrintWriter(text), List.of()).targets(List.of(result));
        assertThat(text.toString().lines().filter(line -> line.contains("ring / floor") || line.contains("ring, ns")))
                .hasSize(3).allSatisfy(line -> assertThat(line).contains("no verdict").doesNotContain("met", "missed"));
        assertThat(text.toString().lines().filter(line -> line.contains("ring, B/op")))
                .singleElement().asString().contains(" met ");
        assertThat(text.toString().lines().filter(line -> line.contains("LaneRing / floor")))
                .singleElement().asString().contains("not measured");
        Path file = folder.resolve("result.json");
        JsonReport.write(file, Map.of(), Map.of(), List.of(result), List.of());
        assertThat(Files.readString(file)).contains("\"verdict\":\"no verdict\"");
    }
}
