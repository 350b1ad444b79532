package io.sidecore.ring.agrona;

import static io.sidecore.ring.agrona.Adapter.TYPE;
import static io.sidecore.ring.agrona.Adapter.drain;
import static io.sidecore.ring.agrona.Adapter.send;
import static org.agrona.concurrent.ControlledMessageHandler.Action.ABORT;
import static org.agrona.concurrent.ControlledMessageHandler.Action.BREAK;
import static org.agrona.concurrent.ControlledMessageHandler.Action.COMMIT;
import static org.agrona.concurrent.ControlledMessageHandler.Action.CONTINUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("agrona") // run with the flag that Agrona's buffers need
class AgronaReadTest {
    @ParameterizedTest
    @EnumSource
    void handlerGetsTypeBufferIndexAndLength(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        UnsafeBuffer source = new UnsafeBuffer(new byte[20]);
        source.putLong(5, 99);
        ring.write(TYPE + 1, source, 5, 11);
        List<String> seen = new ArrayList<>();
        int read = ring.read((type, buffer, index, length) -> {
            assertThat(buffer).isSameAs(ring.buffer());
            seen.add(type + " " + index + " " + length + " " + buffer.getLong(index));
        });
        assertThat(read).isEqualTo(1);
        assertThat(seen).containsExactly("8 8 11 99");
    }

    @ParameterizedTest
    @EnumSource
    void limitIsKept(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        sendThree(ring);
        List<Integer> seen = new ArrayList<>();
        MessageHandler handler = (type, buffer, index, length) -> seen.add(buffer.getInt(index));
        assertThat(ring.read(handler, 0)).isZero();
        assertThat(ring.read(handler, 2)).isEqualTo(2);
        assertThat(seen).containsExactly(1, 2);
        assertThat(ring.controlledRead((type, buffer, index, length) -> CONTINUE, 0)).isZero();
        assertThat(ring.controlledRead((type, buffer, index, length) -> CONTINUE, 5)).isEqualTo(1);
    }

    private static void sendThree(AgronaRingBuffer ring) {
        for (int i = 1; i <= 3; i++) {
            assertThat(send(ring, i)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void throwingHandlerConsumesItsMessageAndTheOnesBeforeIt(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        sendThree(ring);
        assertThatThrownBy(() -> ring.read((type, buffer, index, length) -> failOnTwo(buffer.getInt(index))))
                .hasMessage("two");
        assertThat(drain(ring)).containsExactly(3);
        sendThree(ring);
        assertThatThrownBy(() -> ring.controlledRead((type, buffer, index, length) -> {
            failOnTwo(buffer.getInt(index));
            return CONTINUE;
        })).hasMessage("two");
        assertThat(drain(ring)).containsExactly(3);
    }

    private static void failOnTwo(int value) {
        if (value == 2) {
            throw new UnsupportedOperationException("two");
        }
    }

    @ParameterizedTest
    @EnumSource
    void abortKeepsTheMessageForTheNextRead(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        sendThree(ring);
        assertThat(answer(ring, CONTINUE, ABORT)).isEqualTo(1);
        assertThat(ring.consumerPosition()).isEqualTo(64);
        assertThat(drain(ring)).containsExactly(2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void breakConsumesTheMessageAndEndsTheRead(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        sendThree(ring);
        assertThat(answer(ring, CONTINUE, BREAK)).isEqualTo(2);
        assertThat(drain(ring)).containsExactly(3);
    }

    @ParameterizedTest
    @EnumSource
    void commitFreesAtOnceAndContinueAtTheEnd(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        sendThree(ring);
        List<Long> positions = new ArrayList<>();
        int read = ring.controlledRead((type, buffer, index, length) -> {
            positions.add(ring.consumerPosition());
            return buffer.getInt(index) == 2 ? COMMIT : CONTINUE;
        });
        assertThat(read).isEqualTo(3);
        assertThat(positions).containsExactly(0L, 0L, 128L);
        assertThat(ring.consumerPosition()).isEqualTo(192);
    }

    @ParameterizedTest
    @EnumSource
    void answerOfNullGoesOn(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        sendThree(ring);
        assertThat(answer(ring, null, null, null)).isEqualTo(3);
    }

    private static int answer(AgronaRingBuffer ring, ControlledMessageHandler.Action... actions) {
        int[] next = {0};
        return ring.controlledRead((type, buffer, index, length) -> actions[next[0]++]);
    }

    @ParameterizedTest
    @EnumSource
    void readWithoutLimitEndsAlthoughTheHandlerKeepsTheRingFull(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        sendThree(ring);
        int read = ring.controlledRead((type, buffer, index, length) -> {
            send(ring, 4);
            return COMMIT;
        });
        assertThat(read).isEqualTo(16);
    }
}
