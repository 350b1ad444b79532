package io.sidecore.bench.latency.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SettlingTest {
    private final Settling settling = new Settling(3);

    @Test
    void settlesWithTheFirstWindowsThatAgree() {
        assertThat(settling.add(9_000, 90_000, 0)).isFalse();
        assertThat(settling.add(400, 1_000, 0)).isFalse();
        assertThat(settling.add(410, 1_200, 0)).isFalse();
        assertThat(settling.add(405, 1_100, 0)).isTrue();
    }

    @Test
    void needsAsManyWindowsAsAsked() {
        assertThat(settling.add(400, 1_000, 0)).isFalse();
        assertThat(settling.add(400, 1_000, 0)).isFalse();
        assertThat(settling.add(400, 1_000, 0)).isTrue();
    }

    @Test
    void mediansThatStillFallAreNotSettled() {
        settling.add(440, 1_000, 0);
        settling.add(420, 1_000, 0);
        assertThat(settling.add(399, 1_000, 0)).as("440 is more than a tenth above").isFalse();
        assertThat(settling.add(400, 1_000, 0)).isTrue();
    }

    @Test
    void tailsThatDifferAreNotSettled() {
        settling.add(400, 1_000, 0);
        settling.add(400, 1_600, 0);
        assertThat(settling.add(400, 1_000, 0)).isFalse();
    }

    @Test
    void windowInWhichTheJvmCompiledDoesNotCount() {
        settling.add(400, 1_000, 0);
        assertThat(settling.add(400, 1_000, 1)).isFalse();
        assertThat(settling.add(400, 1_000, 0)).isFalse();
        assertThat(settling.add(400, 1_000, 0)).isFalse();
        assertThat(settling.add(400, 1_000, 0)).isTrue();
    }

    @Test
    void oneWindowCannotAgree() {
        assertThatThrownBy(() -> new Settling(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
