package io.sidecore.stress.crash.broadcast;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.broadcast.SeenLedger.Event;
import io.sidecore.stress.crash.broadcast.SeenLedger.What;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** What the broadcast oracle accepts, and each kind of lie that it finds. */
class BroadcastOracleTest {
    private static final int CAPACITY = 1024;
    private static final int LENGTH = 48;

    private final SentLedger sent = new SentLedger(Arena.ofAuto().allocate(SentLedger.bytes(64), 8));
    private final SeenLedger seen = new SeenLedger(Arena.ofAuto().allocate(SeenLedger.bytes(64), 8));

    /** One message of 64 bytes; {@code state}: how far its sender came. */
    private void send(long number, int state) {
        int sequence = sent.next(LENGTH, 1, number, 64 * number);
        sent.state(sequence, 1, state);
    }

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            send(i, SentLedger.MUST);
        }
    }

    private void read(long number, long missed) {
        seen.add(new Event(What.READ, number, 0, (int) number, LENGTH, missed, true));
    }

    private void verify(long next) {
        BroadcastOracle.verify(new Publications(sent, 0, next, 64 * next), seen, CAPACITY, 0);
    }

    @Test
    void readAndMissedMessagesThatAddUpAreInOrder() {
        publish(20);
        seen.joined(1);
        read(2, 0);
        read(19, 16);
        seen.left(19, 16);
        assertThatCode(() -> verify(20)).doesNotThrowAnyException();
    }

    @Test
    void missedMessageThatIsNotCountedIsFound() {
        publish(20);
        seen.joined(1);
        read(2, 0);
        read(19, 15);
        assertThatThrownBy(() -> verify(20)).isInstanceOf(Violation.class).hasMessageContaining("miscounted");
    }

    @Test
    void messageThatWasMissedThoughItWasThereIsFound() {
        publish(5);
        seen.joined(-1);
        read(4, 4);
        assertThatThrownBy(() -> verify(5)).isInstanceOf(Violation.class).hasMessageContaining("missed too early");
    }

    @Test
    void readerThatLeavesWithoutTheLatestIsFound() {
        publish(2);
        seen.joined(-1);
        read(0, 0);
        seen.left(0, 0);
        assertThatThrownBy(() -> verify(2)).isInstanceOf(Violation.class).hasMessageContaining("without the latest");
    }

    @Test
    void messageReadTwiceIsFound() {
        publish(2);
        seen.joined(-1);
        read(0, 0);
        read(0, 0);
        assertThatThrownBy(() -> verify(2)).isInstanceOf(Violation.class).hasMessageContaining("backwards");
    }

    @Test
    void tornMessageIsFound() {
        publish(1);
        seen.joined(-1);
        seen.add(new Event(What.READ, 0, 0, 0, LENGTH, 0, false));
        assertThatThrownBy(() -> verify(1)).isInstanceOf(Violation.class).hasMessageContaining("torn");
    }

    @Test
    void messageOfADeadPublisherMayBePublishedOrNot() {
        send(0, SentLedger.MAY);
        send(1, SentLedger.MAY);
        send(1, SentLedger.MUST);
        assertThatCode(() -> verify(2)).doesNotThrowAnyException();
    }

    @Test
    void readerThatHasSeenWhatTheSuccessorOverwroteIsFound() {
        send(0, SentLedger.MAY);
        send(0, SentLedger.MUST);
        seen.joined(-1);
        read(0, 0);
        assertThatThrownBy(() -> verify(1)).isInstanceOf(Violation.class).hasMessageContaining("never published");
    }

    @Test
    void committedMessageWhoseNumberIsGivenAwayAgainIsFound() {
        send(0, SentLedger.MUST);
        send(0, SentLedger.MUST);
        assertThatThrownBy(() -> verify(1)).isInstanceOf(Violation.class).hasMessageContaining("lost");
    }

    @Test
    void abortedMessageThatTakesANumberIsFound() {
        send(0, SentLedger.NEVER);
        send(1, SentLedger.MUST);
        assertThatThrownBy(() -> verify(2)).isInstanceOf(Violation.class).hasMessageContaining("not committed");
    }
}
