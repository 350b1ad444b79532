package io.sidecore.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TimeSliceTest {
    @Test
    void sliceIsTakenAndLeavesTheThreadsCpusAlone() throws Exception {
        CpuSet before = CurrentThread.allowed();
        FutureTask<CpuSet> asked = new FutureTask<>(() -> {
            assertThat(TimeSlice.request(TimeSlice.SHORTEST)).isTrue();
            assertThat(TimeSlice.request(Duration.ofDays(1))).as("clamped, not refused").isTrue();
            return CurrentThread.allowed();
        });
        Thread.ofPlatform().start(asked);
        assertThat(asked.get()).isEqualTo(before);
    }

    @Test
    void virtualThreadHasNoSlice() throws Exception {
        FutureTask<Void> asked = new FutureTask<>(() -> {
            assertThatThrownBy(() -> TimeSlice.request(TimeSlice.SHORTEST)).isInstanceOf(IllegalStateException.class);
            return null;
        });
        Thread.ofVirtual().start(asked);
        asked.get();
    }
}
