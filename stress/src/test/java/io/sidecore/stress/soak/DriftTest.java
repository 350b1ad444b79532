package io.sidecore.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriftTest {
    private static final Resources BEFORE = new Resources(100_000, 5_000, 50, 40);

    private static boolean isWithin(Resources after) {
        return Drift.verdicts(BEFORE, after).stream().allMatch(Drift.Verdict::isWithin);
    }

    @Test
    void whatStaysIsWithin() {
        assertThat(isWithin(BEFORE)).isTrue();
        assertThat(isWithin(new Resources(1, 1, 1, 1))).isTrue();
    }

    @Test
    void eachResourceHasABoundOfItsOwn() {
        assertThat(isWithin(new Resources(100_000 + 65_536, 5_000, 50, 40))).isTrue();
        assertThat(isWithin(new Resources(100_000 + 65_537, 5_000, 50, 40))).isFalse();
        assertThat(isWithin(new Resources(100_000, 5_000 + 16_385, 50, 40))).isFalse();
        assertThat(isWithin(new Resources(100_000, 5_000, 67, 40))).isFalse();
        assertThat(isWithin(new Resources(100_000, 5_000, 50, 53))).isFalse();
    }

    @Test
    void aVerdictSaysWhatItComparesWithWhat() {
        assertThat(Drift.verdicts(BEFORE, BEFORE).get(2))
                .hasToString("descriptors: 50 at a tenth of the run, 50 at its end, at most 66");
    }
}
