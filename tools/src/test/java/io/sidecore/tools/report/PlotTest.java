package io.sidecore.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlotTest {
    private static Plot plot(Axis x, Axis y, Series... lines) {
        return new Plot("a < b", x, y, List.of(lines));
    }

    private static List<String> circles(String html) {
        return Pattern.compile("cx=\"([^\"]*)\" cy=\"([^\"]*)\"").matcher(html).results()
                .map(found -> found.group(1) + "," + found.group(2)).toList();
    }

    @Test
    void valuesLieBetweenTheTicksThatEncloseThem() {
        // Ticks 0, 5, 10 below and 0, 20, ..., 100 at the left, over 548 by 242 units from (62, 12).
        String html = plot(Axis.linear("x"), Axis.linear("y"),
                Series.of("line", new double[]{0, 5, 10}, new double[]{0, 50, 100})).html();
        assertThat(circles(html)).containsExactly("62.0,254.0", "336.0,133.0", "610.0,12.0");
    }

    @Test
    void equalFactorsTakeEqualRoomOnALogarithmicAxis() {
        String html = plot(Axis.logarithmic("x"), Axis.logarithmic("y"),
                Series.of("line", new double[]{1, 100, 10_000}, new double[]{1, 10, 100})).html();
        assertThat(circles(html)).containsExactly("62.0,254.0", "336.0,133.0", "610.0,12.0");
    }

    @Test
    void whatWasNotMeasuredBreaksTheLine() {
        String html = plot(Axis.linear("x"), Axis.linear("y"),
                Series.of("line", new double[]{0, 1, 2, 3}, new double[]{1, Double.NaN, 1, 1})).html();
        assertThat(html).containsPattern("d=\"M[0-9. ]+M[0-9. ]+L[0-9. ]+\"").doesNotContain("NaN");
    }

    @Test
    void whatOthersMeasuredIsDashedInPlotAndLegend() {
        String html = plot(Axis.linear("x"), Axis.linear("y"),
                Series.of("FlexSC", new double[]{1, 2}, new double[]{1, 2}).asQuoted()).html();
        assertThat(html).contains("<path class=\"line0 quoted\"", "<span class=\"line0 quoted\">FlexSC</span>");
    }

    @Test
    void textIsEscapedAndNothingMeasuredIsSaid() {
        assertThat(plot(Axis.linear("x"), Axis.linear("y"), Series.of("&", new double[0], new double[0])).html())
                .contains("a &lt; b", "nothing was measured").doesNotContain("<svg");
    }

    @Test
    void ticksOfShortLogarithmicRangesAreOneTwoFive() {
        assertThat(Axis.logarithmic("x").ticks(8, 4096)).containsExactly(5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0,
                1000.0, 2000.0, 5000.0);
        assertThat(Axis.logarithmic("x").ticks(1, 1e6)).containsExactly(1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6);
        assertThat(Axis.logarithmic("x").ticks(7, 7)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void linearTicksBeginAtZeroUnlessValuesAreBelow() {
        assertThat(Axis.linear("x").ticks(30, 95)).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
        assertThat(Axis.linear("x").ticks(-30, 60).getFirst()).isLessThanOrEqualTo(-30);
        assertThat(Axis.linear("x").ticks(0, 0)).hasSizeGreaterThanOrEqualTo(2);
    }
}
