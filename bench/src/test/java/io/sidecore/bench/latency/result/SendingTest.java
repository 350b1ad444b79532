package io.sidecore.bench.latency.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendingTest {
    private static Sending of(long sent, long late, long nanos) {
        return new Sending(10_000, 10_000, sent, late, 0, nanos);
    }

    @Test
    void rateThatWasKeptIsNotMissed() {
        assertThat(of(10_000, 0, 1_000_000_000).missed()).isFalse();
        assertThat(of(10_000, 0, 1_000_000_000).achieved()).isEqualTo(10_000);
    }

    @Test
    void lessThanNinetyNinePercentIsMissed() {
        assertThat(of(10_000, 0, 1_010_000_000).missed()).isFalse();
        assertThat(of(10_000, 0, 1_011_000_000).missed()).isTrue();
        assertThat(of(9_899, 0, 1_000_000_000).missed()).isTrue();
    }

    @Test
    void mostMessagesLateIsMissedEvenIfTheRateIsKept() {
        assertThat(of(10_000, 5_000, 1_000_000_000).missed()).isFalse();
        assertThat(of(10_000, 5_001, 1_000_000_000).missed()).isTrue();
    }
}
