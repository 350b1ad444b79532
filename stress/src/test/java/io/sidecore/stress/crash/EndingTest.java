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

    private static Ending leader(boolean sends, boolean atAStore, boolean atAnyTime, boolean killed, int code) {
        return new Ending(sends, true, true, true, false, false, atAStore, false, atAnyTime, killed, code);
    }

    /** Of one who does not lead. */
    private static Ending other(boolean begun, boolean failed, boolean finished, boolean atAStore, boolean halts) {
        return new Ending(true, failed, false, begun, failed, finished, atAStore, halts, false, !atAStore, KILLED);
    }

    @Test
    void deathAtAStoreIsOneByItsOwnHand() {
        assertThat(leader(true, true, false, false, KILLED).manner("sender 0")).contains(Manner.KILLED_AT_A_STORE);
        assertThat(new Ending(false, true, true, false, false, false, true, true, false, true, KILLED)
                .manner("receiver 0"))
                .contains(Manner.HALTED);
    }

    @Test
    void receiverThatIsKilledWhereItsOwnDeathDoesNotComeIsACasualty() {
        assertThat(leader(false, false, false, true, KILLED).manner("receiver 0")).contains(Manner.KILLED_AT_ANY_TIME);
    }

    @Test
    void senderThatIsKilledOnPurposeIsACasualty() {
        assertThat(leader(true, false, true, true, KILLED).manner("sender 0")).contains(Manner.KILLED_AT_ANY_TIME);
    }

    @Test
    void whoDiesWithAnotherIsKilledAtAnyTime() {
        assertThat(other(true, false, false, true, false).manner("sender 0")).contains(Manner.KILLED_AT_ANY_TIME);
        assertThat(other(true, false, false, false, false).manner("sender 0")).contains(Manner.KILLED_AT_ANY_TIME);
        assertThat(other(true, false, false, true, true).manner("sender 0")).contains(Manner.HALTED);
    }

    @Test
    void senderThatHasSentItsQuotaIsNoCasualty() {
        assertThat(other(true, false, true, true, false).manner("sender 0")).isEmpty();
        assertThat(new Ending(true, true, true, true, false, true, false, false, true, true, KILLED).manner("sender 0"))
                .as("it was quicker than the signal").isEmpty();
    }

    @Test
    void whoHasNotOpenedItsSideIsNoCasualty() {
        assertThat(other(false, false, false, true, false).manner("sender 0")).isEmpty();
    }

    @Test
    void senderThatNeitherDiesNorEndsIsAHang() {
        assertThatThrownBy(() -> leader(true, false, false, true, KILLED).manner("sender 0"))
                .isInstanceOf(Violation.class).hasMessageContaining("hang: sender 0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void workerThatMeetsAnErrorIsAViolationEvenIfItWasAboutToBeKilled(boolean killed) {
        assertThatThrownBy(() -> leader(false, false, true, killed, 1).manner("receiver 0"))
                .isInstanceOf(Violation.class).hasMessageContaining("receiver 0 ended with code 1");
    }

    @Test
    void lifeThatMeetsAnErrorIsAViolationEvenIfItsProcessIsKilledAtThatMoment() {
        assertThatThrownBy(() -> other(true, true, false, true, false).manner("sender 0"))
                .isInstanceOf(Violation.class).hasMessageContaining("sender 0");
    }

    @Test
    void lifeThatWasAboardWhenAnotherMetAnErrorIsNone() {
        assertThat(new Ending(true, false, false, true, false, false, false, false, true, false, 1).manner("sender 0"))
                .isEmpty();
    }

    @Test
    void workerThatSurvivesItsOwnDeathIsAViolation() {
        assertThatThrownBy(() -> leader(true, true, false, false, 1).manner("sender 0")).isInstanceOf(Violation.class)
                .hasMessageContaining("sender 0 ended with code 1");
        assertThatThrownBy(() -> leader(true, false, false, false, KILLED).manner("sender 0"))
                .isInstanceOf(Violation.class);
    }
}
