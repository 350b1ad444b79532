package io.sidecore.stress.crash.queue;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the oracle of the rings with one consumer accepts, and each kind of lie that it finds; two lanes, one producer each. */
class QueueOracleTest {
    private static final int LENGTH = 8;

    private final List<SentLedger> sent = List.of(sentLedger(), sentLedger());
    private final ReceivedLedger received = new ReceivedLedger(
            Arena.ofAuto().allocate(ReceivedLedger.bytes(64), 8));

    QueueOracleTest() {
        received.beginLife();
        for (int lane = 0; lane < 2; lane++) {
            for (int i = 0; i < 4; i++) {
                sent.get(lane).state(sent.get(lane).next(LENGTH, 1, lane, 16 * i), 1, SentLedger.MUST);
            }
        }
    }

    private static SentLedger sentLedger() {
        return new SentLedger(Arena.ofAuto().allocate(SentLedger.bytes(16), 8));
    }

    private void deliver(int lane, int... sequences) {
        for (int sequence : sequences) {
            received.add(lane, 16 * sequence + 16, lane, sequence, LENGTH, true);
        }
    }

    private void verify() {
        QueueOracle.verify(sent, received);
    }

    @Test
    void lanesMayBeInterleavedAtWill() {
        deliver(1, 0, 1);
        deliver(0, 0, 1, 2, 3);
        deliver(1, 2, 3);
        assertThatCode(this::verify).doesNotThrowAnyException();
    }

    @Test
    void lossInOneLaneIsFound() {
        deliver(0, 0, 1, 2, 3);
        deliver(1, 0, 1, 3);
        assertThatThrownBy(this::verify).isInstanceOf(Violation.class).hasMessageContaining("lost: message 2");
    }

    @Test
    void orderWithinALaneCounts() {
        deliver(0, 0, 2, 1, 3);
        deliver(1, 0, 1, 2, 3);
        assertThatThrownBy(this::verify).isInstanceOf(Violation.class).hasMessageContaining("backwards");
    }

    @Test
    void whatADeadConsumerHeldComesAgain() {
        deliver(0, 0, 1, 2, 3);
        deliver(1, 0, 1);
        received.confirm(4);
        received.beginLife();
        deliver(1, 0, 1, 2, 3);
        assertThatCode(this::verify).doesNotThrowAnyException();
    }

    @Test
    void whatWasConsumedMustNotComeAgain() {
        deliver(0, 0, 1, 2, 3);
        received.confirm(4);
        deliver(1, 0);
        received.beginLife();
        deliver(0, 3);
        deliver(1, 0, 1, 2, 3);
        assertThatThrownBy(this::verify).isInstanceOf(Violation.class).hasMessageContaining("twice");
    }

    @Test
    void spoiltLaneLosesWhatComesBehindAndNoMore() {
        sent.get(1).spoil(1, 32);
        deliver(0, 0, 1, 2, 3);
        deliver(1, 0, 1);
        assertThatCode(this::verify).doesNotThrowAnyException();
    }

    @Test
    void spoiltLaneIsNoExcuseForAnother() {
        sent.get(1).spoil(1, 32);
        deliver(0, 0, 1);
        deliver(1, 0, 1);
        assertThatThrownBy(this::verify).isInstanceOf(Violation.class).hasMessageContaining("in lane 0");
    }

    @Test
    void refusedMessageMustComeAgainBeforeTheNextOfItsLane() {
        deliver(0, 0);
        received.abort();
        deliver(0, 1, 2, 3);
        deliver(1, 0, 1, 2, 3);
        assertThatThrownBy(this::verify).isInstanceOf(Violation.class).hasMessageContaining("refused");
    }
}
