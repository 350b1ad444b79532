package io.sidecore.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void fiveValuesSpanTheMedianWithNinetyFourPercent() {
        assertThat(Interval.of(List.of(3.0, 1.0, 5.0, 2.0, 4.0))).isEqualTo(new Interval(1, 5, 0.9375));
    }

    @Test
    void ofManyValuesTheOutermostAreLeftOut() {
        // Of 20, 5 at each end: P(B <= 5) of a binomial of 20 and 1/2 is 0.0207.
        Interval interval = Interval.of(IntStream.rangeClosed(1, 20).mapToObj(Double::valueOf).toList());
        assertThat(interval.low()).isEqualTo(6);
        assertThat(interval.high()).isEqualTo(15);
        assertThat(interval.coverage()).isBetween(0.958, 0.959);
    }

    @Test
    void oneValueSaysNothing() {
        assertThat(Interval.of(List.of(7.0))).isEqualTo(new Interval(7, 7, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.of(List.of()));
    }
}
