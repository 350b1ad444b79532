package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.sidecore.affinity.AffinityException;
import io.sidecore.syscall.call.Errno;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

/** Things that go wrong around an engine: nobody waits for ever, nothing is left behind. */
class FailureTest extends EngineScene {
    private static final int RLIMIT_SIGPENDING = 11;

    interface Limits extends Library {
        int getrlimit(int resource, Pointer limits);

        int setrlimit(int resource, Pointer limits);
    }

    /** An idle strategy that breaks when told to. */
    private static final class Breaking implements IdleStrategy {
        private volatile boolean isBroken;

        @Override
        public void idle(int workCount) {
            idle();
        }

        @Override
        public void idle() {
            if (isBroken) {
                throw new ArithmeticException("broken");
            }
            Thread.yield();
        }

        @Override
        public void reset() {}
    }

    @Test
    void aCoreWhoseThreadDiesSaysSoAndLeavesNothingBehind() {
        Breaking breaking = new Breaking();
        CoreEngine engine = start(options().idling(() -> breaking));
        SyscallPage page = engine.register(64);
        page.read(openPipe()[0], buffer, 0, 1);
        breaking.isBroken = true;
        assertThatThrownBy(() -> awaitAll(page)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(page::getppid).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> engine.register(64)).isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("broken");
        engine.close();
        await(() -> engineThreads() == 0);
        awaitAll(page);
        assertThat(results.values()).containsExactly((long) -Errno.ECANCELED);
    }

    @Test
    void aCoreThatCannotBeStartedEndsThoseThatWere() {
        CoreOptions options = new CoreOptions(java.util.List.of(options().cpus().getFirst(), 60_000),
                YieldingIdleStrategy::new, null, 4, CoreOptions.DEFAULT_HAND_OFF);
        assertThatThrownBy(() -> CoreEngine.start(options)).isInstanceOf(AffinityException.class);
        await(() -> engineThreads() == 0);
    }

    @Test
    void aCancelWaitsUntilTheKernelTakesSignalsAgain() {
        SyscallPage page = start(options()).register(64);
        long read = page.read(openPipe()[0], buffer, 0, 1);
        long stuck = page.write(openFullPipe()[1], buffer, 0, 4096);
        Limits limits = Native.load("c", Limits.class);
        Memory former = new Memory(16);
        assertThat(limits.getrlimit(RLIMIT_SIGPENDING, former)).isZero();
        Memory none = new Memory(16);
        none.setLong(0, 0);
        none.setLong(8, former.getLong(8));
        assertThat(limits.setrlimit(RLIMIT_SIGPENDING, none)).isZero();
        try {
            page.cancel(read);
            page.cancel(stuck);
            for (int i = 0; i < 100; i++) {
                assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
            }
        } finally {
            assertThat(limits.setrlimit(RLIMIT_SIGPENDING, former)).isZero();
        }
        awaitAll(page);
        assertThat(results).containsEntry(read, (long) -Errno.ECANCELED).containsEntry(stuck, (long) -Errno.ECANCELED);
    }

    @Test
    void aFunctionThatLeavesItsThreadInterruptedDoesNotKeepItAwake() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        Delegate function = engine.register((a, b, c, d, e, f) -> {
            try {
                release.await();
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
            thread.set(Thread.currentThread());
            Thread.currentThread().interrupt();
            return 0;
        });
        long call = page.call(function, 0, 0, 0, 0, 0, 0, 0);
        // Has it handed off.
        assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        release.countDown();
        page.await(call, idle);
        await(() -> !thread.get().isInterrupted());
    }
}
