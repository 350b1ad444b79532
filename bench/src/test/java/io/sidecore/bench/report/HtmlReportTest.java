package io.sidecore.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.bench.run.Depth;
import io.sidecore.tools.report.Axis;
import io.sidecore.tools.report.Plot;
import io.sidecore.tools.report.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    @TempDir
    private Path folder;

    private static ExperimentResult result(double ringNanos, double ringBytes, double waited) {
        Rounds rounds = new Rounds(List.of("floor", "ring<1>"), new double[][]{{100, 100}, {ringNanos, ringNanos}},
                new double[]{0, ringBytes}, waited, new double[0], Map.of("peer", "it needs a \"flag\""));
        return new ExperimentResult("ring.test", "A test", "Mind the gap.",
                List.of(new Target("ring<1>", "floor", 1.2), Target.noAllocation("ring<1>")), List.of(rounds))
                .withNotes(List.of("a & b"))
                .withPlots(List.of(new Plot("curve", Axis.linear("x"), Axis.linear("y"),
                        List.of(Series.of("line", new double[]{1, 2}, new double[]{1, 2})))));
    }

    private String page(ExperimentResult result, boolean quotable) throws IOException {
        return page(result, quotable, List.of());
    }

    private String page(ExperimentResult result, boolean quotable, List<Distance> distances) throws IOException {
        HtmlReport report = new HtmlReport("Head", "asked", quotable, distances);
        report.targets(List.of(result));
        report.family("ring", "rings", List.of(), List.of(result));
        report.facts("Machine", Map.of("load_before", "0.1"));
        Path file = folder.resolve("report.html");
        report.write(file);
        return Files.readString(file);
    }

    @Test
    void targetsStandWithTheirVerdicts() throws IOException {
        assertThat(page(result(110, 0, 0), true)).containsPattern("ring&lt;1&gt; / floor .*>1.20<.*>1.10<.*good\">met")
                .contains("for an operation: 1 of 1 met").doesNotContain("Not for quoting", "details open");
        assertThat(page(result(130, 24, 0), true)).contains("bad\">missed", "details open", "0 of 1 met");
    }

    @Test
    void timesOfABusyMachineHaveNoVerdictAndAWarning() throws IOException {
        assertThat(page(result(110, 0, 7), true)).contains("no verdict", "for 7.0&nbsp;% of the time");
    }

    @Test
    void fewForksAreSaidNotToBeForQuoting() throws IOException {
        assertThat(page(result(110, 0, 0), false)).contains("only with five forks or more");
    }

    @Test
    void eachDistanceHasItsRatiosAndVerdictsAndTheRestIsCounted() throws IOException {
        // Four rounds near, five far, one in which the CPUs were moved.
        double[] line = {50, 50, 50, 50, 480, 480, 480, 480, 480, Double.NaN};
        double[] ring = {105, 105, 105, 105, 130, 130, 130, 130, 130, 900};
        Rounds fork = new Rounds(List.of("floor", "ring"),
                new double[][]{DoubleStream.generate(() -> 100).limit(line.length).toArray(), ring}, new double[2], 0,
                line, Map.of());
        ExperimentResult result = new ExperimentResult("ring.test", "A test", "",
                List.of(new Target("ring", "floor", 1.2)), Collections.nCopies(Depth.QUOTABLE, fork));
        String page = page(result, true, Distance.of(result.lines()));
        assertThat(page).contains("took 50.00 or 480.0 ns", "Of 50 rounds, 5 belong to none")
                .containsPattern("line 50 ns, 5 forks<.*>1.05<.*>met<")
                .containsPattern("line 480 ns, 5 forks<.*>1.30<.*>missed<");
    }

    @Test
    void nothingIsLeftOutAndTextIsEscaped() throws IOException {
        assertThat(page(result(110, 0, 0), true)).contains("not available here: it needs a &quot;flag&quot;",
                "<pre>a &amp; b</pre>", "Mind the gap.", "<svg", "load before", "id=\"ring.test\"")
                .doesNotContain("ring<1>", "src=", "http");
    }
}
