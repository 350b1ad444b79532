package io.sidecore.bench.latency.meter;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class GapsTest {
    private final Gaps gaps = new Gaps();

    @Test
    void gapsUpToTheThresholdAreNotCounted() {
        gaps.look(Gaps.THRESHOLD);
        gaps.look(Gaps.THRESHOLD + 1);
        assertThat(gaps.count()).isEqualTo(1);
        assertThat(gaps.lostNanos()).isEqualTo(Gaps.THRESHOLD + 1);
    }

    @Test
    void everyMicrosecondOfAGapHasWaitedForItsEnd() {
        // One gap of a millisecond in a hundred.
        gaps.look(1_000_000);
        Histogram waits = Histograms.empty();
        gaps.addTo(waits, 100_000_000);
        assertThat(waits.getTotalCount()).isEqualTo(100_000);
        assertThat(waits.getValueAtPercentile(99)).isLessThanOrEqualTo(2_000);
        assertThat(waits.getValueAtPercentile(99.5)).isBetween(495_000L, 505_000L);
        assertThat(waits.getMaxValue()).isBetween(1_000_000L, 1_001_000L);
    }

    @Test
    void gapsThatAreTooManyToKeepAreStillCounted() {
        for (int i = 0; i < 100_000; i++) {
            gaps.look(2_000);
        }
        assertThat(gaps.count()).isEqualTo(100_000);
        assertThat(gaps.lostNanos()).isEqualTo(200_000_000);
    }

    @Test
    void resetForgetsAll() {
        gaps.look(5_000);
        gaps.reset();
        Histogram waits = Histograms.empty();
        gaps.addTo(waits, 10_000);
        assertThat(gaps.count()).isZero();
        assertThat(gaps.longest()).isZero();
        assertThat(waits.getMaxValue()).isZero();
    }
}
