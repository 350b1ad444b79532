package io.sidecore.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineGaugeTest {
    @Test
    void aRoundInWhichTheDistanceHasChangedHasNone() {
        assertThat(LineGauge.ofRound(117, 502)).isNaN();
        assertThat(LineGauge.ofRound(502, 117)).isNaN();
        assertThat(LineGauge.ofRound(100, 120)).isEqualTo(110);
    }
}
