package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What becomes of calls when the thread that serves them dies, or does not come back. */
class FailedCoreTest extends EngineScene {
    /** An idle strategy of the caller's that throws. */
    private static final class Throwing implements IdleStrategy {
        private final AtomicBoolean throwsNow;

        Throwing(AtomicBoolean throwsNow) {
            this.throwsNow = throwsNow;
        }

        @Override
        public void idle(int workCount) {
            idle();
        }

        @Override
        public void idle() {
            if (throwsNow.get()) {
                throw new IllegalStateException("the idle strategy has failed, as it was told to");
            }
            Thread.yield();
        }

        @Override
        public void reset() {}
    }

    @RepeatedTest(20)
    void callsInOtherThreadsAreInterruptedWhenTheActiveOneDies() {
        AtomicBoolean throwsNow = new AtomicBoolean();
        CoreEngine engine = start(CoreOptions.on(CpuSet.allowed().first()).idling(() -> new Throwing(throwsNow)));
        SyscallPage page = engine.register(64);
        int[] pipe = openPipe();
        long read = page.read(pipe[0], buffer, 0, 1);
        await(() -> engine.threads() > 1 && page.core().pendingCount() == 0);
        long behind = page.thenOnSameDescriptor().read(pipe[0], buffer, 0, 1);
        assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        throwsNow.set(true);
        awaitAll(page);
        assertThat(results).containsEntry(read, (long) -Errno.ECANCELED)
                .containsEntry(behind, (long) -Errno.ECANCELED);
        await(() -> page.core().hasEnded());
        assertThatThrownBy(page::getppid).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> engine.register(64)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("failed");
        page.close();
        engine.close();
        await(() -> engine.threads() == 0);
    }

    @Test
    void aFunctionThatDoesNotReturnIsNamedAndTheEngineCanBeClosedLater() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        long call = page.call(engine.register((a, b, c, d, e, f) -> {
            begun.countDown();
            boolean isInterrupted = false;
            while (true) {
                try {
                    end.await();
                    return isInterrupted ? 1 : 0;
                } catch (InterruptedException e1) {
                    isInterrupted = true;
                }
            }
        }), 0, 0, 0, 0, 0, 0, 0);
        await(() -> begun.getCount() == 0);
        assertThatThrownBy(engine::close).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("calls under way: function 0, token 0");
        assertThatThrownBy(() -> page.await(call, idle)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stuck");
        end.countDown();
        engine.close();
        assertThat(page.await(call, idle)).isZero();
        page.close();
    }
}
