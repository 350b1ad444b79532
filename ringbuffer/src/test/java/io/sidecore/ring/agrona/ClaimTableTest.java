package io.sidecore.ring.agrona;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.ring.MpscRing;
import org.junit.jupiter.api.Test;

class ClaimTableTest {
    private final MpscRing ring = MpscRing.anonymous(1024);
    private final ClaimTable table = new ClaimTable(ring);

    @Test
    void claimIsNotFoundAgainWhileItIsBeingEnded() {
        int slot = table.take();
        table.keep(slot, 8);
        assertThat(table.takeClaim(8)).isEqualTo(slot);
        assertThat(table.takeClaim(8)).as("another thread may have claimed index 8 again by now").isNegative();
    }

    @Test
    void producersAreOpenedOnlyForClaimsThatAreOpenTogether() {
        for (int i = 0; i < 100; i++) {
            table.giveBack(table.take());
        }
        assertThat(ring.memory().parties().taken()).hasSize(1);
        int outer = table.take();
        int inner = table.take();
        assertThat(inner).isNotEqualTo(outer);
        table.giveBack(inner);
        table.giveBack(outer);
        assertThat(ring.memory().parties().taken()).hasSize(2);
    }

    @Test
    void processWithManyThreadsLeavesPlacesForSixOthers() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            Thread.ofPlatform().start(() -> table.giveBack(table.take())).join();
        }
        assertThat(ring.memory().parties().taken()).hasSizeLessThanOrEqualTo(MpscRing.MAX_PRODUCERS / 6);
    }
}
