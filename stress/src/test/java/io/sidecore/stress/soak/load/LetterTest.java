package io.sidecore.stress.soak.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class LetterTest {
    private static final int LENGTH = 77;

    private final MemorySegment memory = MemorySegment.ofArray(new byte[LENGTH + 16]);

    @Test
    void aLetterIsAsItWasWritten() {
        for (int length = Letter.HEAD; length <= LENGTH; length++) {
            Letter.write(memory, 3, length, 2, 1L << 40, 5);
            int written = length;
            assertThatCode(() -> Letter.check(memory, 3, written)).doesNotThrowAnyException();
        }
    }

    @Test
    void everyByteThatChangesIsNoticed() {
        Letter.write(memory, 0, LENGTH, 2, 7, 5);
        for (int i = 0; i < LENGTH; i++) {
            byte was = memory.get(ValueLayout.JAVA_BYTE, i);
            memory.set(ValueLayout.JAVA_BYTE, i, (byte) (was ^ 1));
            assertThatThrownBy(() -> Letter.check(memory, 0, LENGTH)).as("byte " + i).isInstanceOf(Violation.class)
                    .hasMessageContaining("differs");
            memory.set(ValueLayout.JAVA_BYTE, i, was);
        }
    }

    @Test
    void anotherLengthIsNoticed() {
        Letter.write(memory, 0, LENGTH, 2, 7, 5);
        assertThatThrownBy(() -> Letter.check(memory, 0, LENGTH - 1)).isInstanceOf(Violation.class)
                .hasMessageContaining("length 77 of 76");
        assertThatThrownBy(() -> Letter.check(memory, 0, 8)).isInstanceOf(Violation.class);
    }
}
