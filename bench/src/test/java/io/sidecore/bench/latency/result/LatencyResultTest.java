package io.sidecore.bench.latency.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.bench.latency.meter.Histograms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyResultTest {
    private static Curve curve(long nanos) {
        Histogram histogram = Histograms.empty();
        for (int i = 1; i <= 1_000; i++) {
            histogram.recordValue(nanos * i);
        }
        return Curve.of(histogram);
    }

    private static LatencyResult of(String name, long sent, long nanos) {
        Sending sending = new Sending(1_000, 1_000, sent, 0, 0, 1_000_000_000);
        ForkLatency fork = new ForkLatency(sending, sent == 1_000, 3, 0, curve(nanos), curve(nanos),
                new Hiccups(0, 0, 0, 0, 0, 0));
        return new LatencyResult("rings", name, name, 1_000, false, curve(nanos), curve(nanos), List.of(fork));
    }

    @Test
    void curveGoesUpToTheMaximumAndHoldsTheQuotedPercentiles() {
        Curve curve = curve(1);
        assertThat(curve.count()).isEqualTo(1_000);
        assertThat(curve.nanosAt(50)).isEqualTo(500);
        assertThat(curve.nanosAt(99.9)).isEqualTo(999);
        assertThat(curve.maxNanos()).isEqualTo(1_000);
        assertThat(curve.points()).isSortedAccordingTo(Comparator.comparingDouble(Curve.Point::percentile))
                .extracting(Curve.Point::percentile).containsAll(Curve.QUOTED);
        assertThat(curve.points()).extracting(Curve.Point::nanos).isSorted();
    }

    @Test
    void ratioIsTakenWithinAFork() {
        double[] ratios = of("b", 1_000, 200).ratios(of("a", 1_000, 100), 50);
        assertThat(ratios).hasSize(1);
        assertThat(ratios[0]).isBetween(1.99, 2.01);
    }

    @Test
    void missedRateHasNoRatioEitherWay() {
        LatencyResult kept = of("kept", 1_000, 100);
        LatencyResult missed = of("missed", 900, 100);
        assertThat(missed.ratios(kept, 50)).isEmpty();
        assertThat(kept.ratios(missed, 50)).isEmpty();
    }

    @Test
    void tableMarksAMissedRateAndBracketsItsFigures() {
        StringWriter text = new StringWriter();
        new LatencyTable(new PrintWriter(text)).rate(List.of(of("kept", 1_000, 100), of("slow", 900, 100)));
        List<String> lines = text.toString().lines().toList();
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("kept").contains(" 50.02 ", "1.00 [1.00-1.00]")
                .doesNotContain("missed", "not settled"));
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("slow").contains("(50.02)",
                "missed: achieved 900 of 1,000 messages/s; not settled").doesNotContain("[1.00"));
    }
}
