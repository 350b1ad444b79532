package io.sidecore.syscall.counters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Log2HistogramTest {
    private static Log2Histogram of(long... values) {
        long[] counts = new long[Log2Histogram.BUCKETS];
        for (long value : values) {
            counts[Log2Histogram.bucket(value)]++;
        }
        return new Log2Histogram(counts);
    }

    @Test
    void everyBucketHoldsWhatLiesBetweenItsBounds() {
        for (int i = 0; i < Log2Histogram.BUCKETS; i++) {
            assertThat(Log2Histogram.bucket(Log2Histogram.least(i))).isEqualTo(i);
            assertThat(Log2Histogram.bucket(Log2Histogram.greatest(i))).isEqualTo(i);
        }
    }

    @Test
    void bucketsLeaveNoGap() {
        for (int i = 1; i < Log2Histogram.BUCKETS; i++) {
            assertThat(Log2Histogram.least(i)).isEqualTo(Log2Histogram.greatest(i - 1) + 1);
        }
    }

    @Test
    void negativeValuesCountAsNothing() {
        assertThat(Log2Histogram.bucket(-1)).isZero();
        assertThat(Log2Histogram.bucket(Long.MIN_VALUE)).isZero();
    }

    @Test
    void shareEndsInTheFirstBucketThatCompletesIt() {
        Log2Histogram histogram = of(1, 4, 4, 4, 4, 4, 4, 4, 4, 1000);
        assertThat(histogram.total()).isEqualTo(10);
        assertThat(histogram.bucketOf(0)).isZero();
        assertThat(histogram.bucketOf(0.1)).isZero();
        assertThat(histogram.bucketOf(0.11)).isEqualTo(2);
        assertThat(histogram.bucketOf(0.9)).isEqualTo(2);
        assertThat(histogram.bucketOf(0.91)).isEqualTo(9);
        assertThat(histogram.bucketOf(1)).isEqualTo(9);
    }

    @Test
    void emptyHistogramHasNoShares() {
        assertThat(of().bucketOf(0.5)).isNegative();
        assertThat(of().total()).isZero();
    }

    @Test
    void differenceHoldsWhatCameSince() {
        Log2Histogram since = of(1, 1, 4, 1000).since(of(1, 4, 4));
        assertThat(since.count(0)).isEqualTo(1);
        assertThat(since.count(2)).as("a torn snapshot").isZero();
        assertThat(since.count(9)).isEqualTo(1);
        assertThat(since.total()).isEqualTo(2);
    }
}
