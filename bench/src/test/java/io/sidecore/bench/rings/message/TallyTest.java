package io.sidecore.bench.rings.message;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TallyTest {
    private static long[] message(int producer, long number) {
        long[] message = new long[Payload.WORDS];
        Payload.write(message, Payload.first(producer, number));
        return message;
    }

    private static ArrayTally tally(int producers, long[]... messages) {
        ArrayTally tally = new ArrayTally(producers);
        tally.begin();
        for (long[] message : messages) {
            tally.onMessage(message);
        }
        return tally;
    }

    @Test
    void messagesInOrderAreAccepted() {
        assertThatCode(() -> tally(1, message(0, 0), message(0, 1), message(0, 2)).end(3)).doesNotThrowAnyException();
    }

    @Test
    void producersAreOrderedEachForItself() {
        assertThatCode(() -> tally(2, message(1, 0), message(1, 1), message(0, 0), message(0, 1)).end(4))
                .doesNotThrowAnyException();
    }

    @Test
    void messageThatIsLostIsNoticed() {
        assertThatThrownBy(() -> tally(1, message(0, 0), message(0, 2))).hasMessageContaining("number 1 comes next");
        assertThatThrownBy(() -> tally(2, message(0, 0), message(1, 1))).hasMessageContaining("of producer 1");
    }

    @Test
    void messageThatComesTwiceIsNoticed() {
        assertThatThrownBy(() -> tally(1, message(0, 0), message(0, 0))).hasMessageContaining("number 1 comes next");
    }

    @Test
    void tornMessageIsNoticedAtTheEnd() {
        long[] torn = message(0, 1);
        torn[Payload.WORDS - 1]--;
        assertThatThrownBy(() -> tally(1, message(0, 0), torn).end(2)).hasMessageContaining("checksum");
    }

    @Test
    void tooFewMessagesAreNoticedAtTheEnd() {
        assertThatThrownBy(() -> tally(1, message(0, 0)).end(2)).hasMessageContaining("received 1 of 2");
    }
}
