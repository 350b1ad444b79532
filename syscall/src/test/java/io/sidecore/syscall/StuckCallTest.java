package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.syscall.call.Errno;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What becomes of other calls while one is stuck in the active thread. */
class StuckCallTest extends EngineScene {
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean isSubmitted;

    /** Waits whatever happens. */
    private long stick() {
        while (release.getCount() > 0) {
            LockSupport.parkNanos(100_000);
        }
        return 0;
    }

    /** Has the core find together what is submitted from now until {@link #isSubmitted}: a thread that runs is not stuck. */
    private long keepBusy(CoreEngine engine, SyscallPage page) {
        CountDownLatch busy = new CountDownLatch(1);
        long call = page.call(engine.register((a, b, c, d, e, f) -> {
            busy.countDown();
            while (!isSubmitted) {
                Thread.onSpinWait();
            }
            return 0;
        }), 0, 0, 0, 0, 0, 0, 0);
        await(() -> busy.getCount() == 0);
        return call;
    }

    @Test
    void resultsOfBriefCallsShowWhileTheOneBehindThemIsStuck() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        int[] pipe = openFullPipe();
        keepBusy(engine, page);
        long first = page.getppid();
        long second = page.getppid();
        long stuck = page.write(pipe[1], buffer, 0, 4096);
        isSubmitted = true;
        assertThat(page.await(second, idle)).isEqualTo(parent);
        assertThat(page.await(first, idle)).isEqualTo(parent);
        assertThat(page.cancel(stuck)).isTrue();
        assertThat(page.await(stuck, idle)).isEqualTo(-Errno.ECANCELED);
    }

    @Test
    void resultsShowEvenIfNoThreadIsLeftToTakeOver() {
        CoreEngine engine = start(options().threads(2));
        SyscallPage page = engine.register(64);
        long function = page.call(engine.register((a, b, c, d, e, f) -> stick()), 0, 0, 0, 0, 0, 0, 0);
        // By the other thread.
        assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        keepBusy(engine, page);
        long brief = page.getppid();
        long stuck = page.write(openFullPipe()[1], buffer, 0, 4096);
        isSubmitted = true;
        assertThat(page.await(brief, idle)).isEqualTo(parent);
        page.cancel(stuck);
        assertThat(page.await(stuck, idle)).isEqualTo(-Errno.ECANCELED);
        release.countDown();
        assertThat(page.await(function, idle)).isZero();
    }

    @Test
    void closingInterruptsTheLastThreadThatIsLeft() {
        CoreEngine engine = start(options().threads(2));
        SyscallPage page = engine.register(64);
        int[] pipe = openFullPipe();
        page.read(openPipe()[0], buffer, 0, 1);
        page.write(pipe[1], buffer, 0, 4096);
        page.write(pipe[1], buffer, 0, 4096);
        long quick = page.getppid();
        engine.close();
        awaitAll(page);
        assertThat(results.remove(quick)).isEqualTo(parent);
        assertThat(results.values()).hasSize(3).containsOnly((long) -Errno.ECANCELED);
    }

    @Test
    void everyCallCountsOnceAsExecuted() {
        CoreEngine engine = start(options().handingOffAfter(Duration.ofNanos(50_000)));
        SyscallPage page = engine.register(64);
        int[] full = openFullPipe();
        int[] empty = openPipe();
        for (int i = 0; i < 20; i++) {
            page.getppid();
        }
        page.read(empty[0], buffer, 0, 1);
        page.thenOnSameDescriptor().read(empty[0], buffer, 0, 1);
        page.write(full[1], buffer, 0, 4096);
        for (int i = 0; i < 20; i++) {
            page.getppid();
        }
        await(() -> page.poll(keep, 64) >= 0 && results.size() == 40);
        direct.read(full[0], buffer, 0, PIPE);
        direct.write(empty[1], buffer, 0, 2);
        awaitAll(page);
        assertThat(engine.handOffs()).isPositive();
        page.getppid();
        awaitAll(page);
        await(() -> engine.executed() >= 44);
        assertThat(engine.executed()).isEqualTo(44).isEqualTo(page.submitted());
    }

    /** Takes the five seconds after which closing gives up. */
    @Test
    void whatIsBehindACallThatCannotBeEndedIsExecutedOrGivenUpButNotBoth() {
        CoreEngine engine = start(options().threads(2));
        SyscallPage page = engine.register(64);
        AtomicInteger executed = new AtomicInteger();
        Delegate stick = engine.register((a, b, c, d, e, f) -> stick());
        Delegate count = engine.register((a, b, c, d, e, f) -> executed.incrementAndGet());
        page.call(stick, 0, 0, 0, 0, 0, 0, 0);
        page.call(stick, 0, 0, 0, 0, 0, 0, 0);
        long queued = page.call(count, 0, 0, 0, 0, 0, 0, 0);
        assertThatThrownBy(engine::close).hasMessageContaining("has not ended");
        assertThatThrownBy(() -> awaitAll(page)).hasMessageContaining("stuck");
        assertThatThrownBy(() -> page.await(queued, idle)).hasMessageContaining("stuck");
        release.countDown();
        engine.close();
        awaitAll(page);
        assertThat(executed.get()).isEqualTo(results.get(queued) == 1 ? 1 : 0);
        await(() -> engineThreads() == 0);
    }
}
