package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.affinity.CurrentThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadStateTest {
    @Test
    void aThreadThatAsksRuns() {
        assertThat(new ThreadState(CurrentThread.tid()).isBlocked()).isFalse();
    }

    @Test
    void aThreadThatWaitsIsBlockedWhateverItsName() {
        for (String name : new String[]{"a", ") R (", "fifteen bytes ok", ")))))))))))))))"}) {
            CountDownLatch end = new CountDownLatch(1);
            CompletableFuture<Integer> tid = new CompletableFuture<>();
            Thread.ofPlatform().name(name).start(() -> {
                tid.complete(CurrentThread.tid());
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            ThreadState state = new ThreadState(tid.join());
            // Otherwise the time limit ends it.
            while (!state.isBlocked()) {
                Thread.onSpinWait();
            }
            assertThat(state.isBlocked()).isTrue();
            end.countDown();
        }
    }

    @Test
    void aThreadThatIsNoMoreCountsAsBlocked() {
        assertThat(new ThreadState(Integer.MAX_VALUE).isBlocked()).isTrue();
    }
}
