package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void wordThatChangesInAnyLedgerIsProgressOnce() {
        MemorySegment sent = Arena.ofAuto().allocate(128, Long.BYTES);
        MemorySegment received = Arena.ofAuto().allocate(64, Long.BYTES);
        Progress progress = new Progress(List.of(sent, received));
        assertThat(progress.isMade()).isFalse();
        for (MemorySegment ledger : List.of(sent, received)) {
            ledger.set(ValueLayout.JAVA_LONG, 56, 1);
            assertThat(progress.isMade()).isTrue();
            assertThat(progress.isMade()).isFalse();
        }
    }
}
