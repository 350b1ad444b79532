package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.Casualties.Manner;
import io.sidecore.stress.crash.trial.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndingTest {
    private static final int KILLED = 137;

    @Test
    void deathAtAStoreIsOneByItsOwnHand() {
        assertThat(new Ending(true, true, false, false, KILLED).manner("sender 0", false))
                .contains(Manner.KILLED_AT_A_STORE);
        assertThat(new Ending(false, true, false, true, KILLED).manner("receiver 0", true))
                .contains(Manner.HALTED_AT_A_STORE);
    }

    @Test
    void receiverThatIsKilledWhereItsOwnDeathDoesNotComeIsACasualty() {
        assertThat(new Ending(false, false, false, true, KILLED).manner("receiver 0", false))
                .contains(Manner.KILLED_AT_ANY_TIME);
    }

    @Test
    void senderThatIsKilledOnPurposeIsACasualty() {
        assertThat(new Ending(true, false, true, true, KILLED).manner("sender 0", false))
                .contains(Manner.KILLED_AT_ANY_TIME);
    }

    @Test
    void senderThatHasSentItsQuotaIsNoCasualty() {
        assertThat(new Ending(true, false, false, false, 0).manner("sender 0", false)).isEmpty();
        assertThat(new Ending(true, false, true, true, 0).manner("sender 0", false))
                .as("it was quicker than the signal").isEmpty();
    }

    @Test
    void senderThatNeitherDiesNorEndsIsAHang() {
        assertThatThrownBy(() -> new Ending(true, false, false, true, KILLED).manner("sender 0", false))
                .isInstanceOf(Violation.class).hasMessageContaining("hang: sender 0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void workerThatMeetsAnErrorIsAViolationEvenIfItWasAboutToBeKilled(boolean killed) {
        assertThatThrownBy(() -> new Ending(false, false, true, killed, 1).manner("receiver 0", false))
                .isInstanceOf(Violation.class).hasMessageContaining("receiver 0 ended with code 1");
    }

    @Test
    void workerThatSurvivesItsOwnDeathIsAViolation() {
        assertThatThrownBy(() -> new Ending(true, true, false, false, 1).manner("sender 0", false))
                .isInstanceOf(Violation.class).hasMessageContaining("sender 0 ended with code 1");
    }
}
