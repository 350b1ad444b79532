package io.sidecore.bench.calls.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.bench.calls.served.RecordFile;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight writes = new InFlight();

    @Test
    void asManyAsAllowedAreNotWaitedFor() {
        writes.submit();
        writes.submit();
        writes.complete(RecordFile.LENGTH);
        // It would spin for ever otherwise.
        assertThat(writes.await(1)).isEqualTo(RecordFile.LENGTH);
    }

    @Test
    void oneThatIsLeftOverIsWaitedFor() throws InterruptedException {
        writes.submit();
        Thread other = Thread.ofPlatform().start(() -> writes.complete(RecordFile.LENGTH));
        assertThat(writes.await(0)).isEqualTo(RecordFile.LENGTH);
        other.join();
    }

    @Test
    void oneThatHasFailedIsNotForgottenForThoseBehindIt() {
        for (int result : new int[]{RecordFile.LENGTH, -28, RecordFile.LENGTH, RecordFile.LENGTH - 1}) {
            writes.submit();
            writes.complete(result);
        }
        assertThatThrownBy(() -> writes.await(0)).hasMessageContaining("-28");
    }
}
