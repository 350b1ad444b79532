package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.counters.CoreSnapshot;
import io.sidecore.syscall.counters.CoreState;
import io.sidecore.syscall.counters.CoreTotals;
import io.sidecore.syscall.counters.PageTotals;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;

/** What the counters say of an engine at work. */
class CountingTest extends EngineScene {
    private static CoreSnapshot core(CoreEngine engine) {
        return engine.snapshot().cores().getFirst();
    }

    private static CoreTotals totals(CoreEngine engine) {
        return core(engine).totals();
    }

    private static PageTotals page(CoreEngine engine) {
        return engine.snapshot().pages().getFirst().totals();
    }

    @Test
    void callsGivenUpCountOnceWhereverTheyWere() {
        CoreEngine engine = start(options().threads(2));
        SyscallPage page = engine.register(64);
        int[] pipe = openPipe();
        long inTheKernel = page.read(pipe[0], buffer, 0, 1);
        await(() -> engine.threads() == 2);
        page.read(pipe[0], buffer, 0, 1);
        page.thenOnSameDescriptor().read(pipe[0], buffer, 0, 1);
        page.barrier().getppid();
        page.getppid();
        for (long i = 0; i < 5; i++) {
            // Once each, the entries being taken in turn.
            page.cancel(SyscallPage.token(i, (int) i));
            page.cancel(SyscallPage.token(i, (int) i));
        }
        awaitAll(page);
        assertThat(results.get(inTheKernel)).isNegative();
        long cancelled = results.values().stream().filter(result -> result < 0).count();
        await(() -> totals(engine).cancelled() >= cancelled);
        assertThat(totals(engine).cancelled()).isEqualTo(cancelled);
        assertThat(page(engine).cancels()).isBetween(cancelled, 5L);
    }

    @Test
    void aCoreThatIsInOneCallForLongSaysInWhich() {
        CoreEngine engine = start(options().threads(2).sleepingAfter(Duration.ofSeconds(60)));
        SyscallPage page = engine.register(64);
        int[] pipe = openFullPipe();
        // The other thread, so that nobody takes over.
        page.read(openPipe()[0], buffer, 0, 1);
        await(() -> engine.threads() == 2 && page.core().pendingCount() == 0);
        page.write(pipe[1], buffer, 0, 4096);
        await(() -> core(engine).state() == CoreState.IN_CALL);
        assertThat(core(engine).call()).isEqualTo(SyscallNumber.WRITE);
        direct.read(pipe[0], buffer, 0, PIPE);
        page.await(keep, idle);
        await(() -> core(engine).state() == CoreState.SPINNING);
        assertThat(core(engine).call()).isZero();
    }

    @Test
    void callsInFlightShowAlsoWhileNoResultComes() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        int[] pipe = openPipe();
        for (int i = 0; i < 5; i++) {
            page.read(pipe[0], buffer, 0, 1);
        }
        assertThat(page.poll(keep, 1)).isZero();
        assertThat(page(engine).submitted()).isEqualTo(5);
        assertThat(page(engine).reaped()).isZero();
        assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        page.poll(keep, 1);
        assertThat(page(engine).submitted()).isEqualTo(6);
        assertThat(page(engine).reaped()).isOne();
    }

    @Test
    void aPageForAnyThreadCountsWhatItsThreadsDo() {
        CoreEngine engine = start(options());
        SharedPage page = engine.registerShared(64);
        int[] pipe = openPipe();
        for (int i = 0; i < 63; i++) {
            assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        }
        for (int i = 0; i < 64; i++) {
            page.read(pipe[0], buffer, 0, 1);
        }
        assertThat(page.getppid()).isEqualTo(SharedPage.FULL);
        await(() -> page(engine).full() == 1);
        assertThat(page(engine).submitted()).isEqualTo(127);
        assertThat(page(engine).reaped()).isEqualTo(63);
    }

    @Test
    void callsThatMayWaitAreTimedAsTheOthersAre() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        int[] pipe = openPipe();
        direct.write(pipe[1], buffer, 0, 4096);
        for (int i = 0; i < 3000; i++) {
            assertThat(page.await(page.read(pipe[0], buffer, 0, 1), idle)).isOne();
        }
        assertThat(core(engine).serviceTime().total()).isPositive().isEqualTo(core(engine).queueWait().total());
    }

    @Test
    void aFunctionIsNotShownAsTheCallOfItsNumber() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        AtomicBoolean mayEnd = new AtomicBoolean();
        page.call(engine.register((a, b, c, d, e, f) -> {
            while (!mayEnd.get()) {
                Thread.onSpinWait();
            }
            return 0;
        }), 0, 0, 0, 0, 0, 0, 0);
        await(() -> core(engine).isInFunction());
        assertThat(core(engine).function()).isZero();
        mayEnd.set(true);
        awaitAll(page);
    }

    @Test
    void waitingCountsOnceHoweverLongItTakes() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        int[] pipe = openPipe();
        int[] looks = {0};
        long read = page.read(pipe[0], buffer, 0, 1);
        page.await(read, new IdleStrategy() {
            @Override
            public void idle() {
                if (++looks[0] == 10) {
                    direct.write(pipe[1], buffer, 0, 1);
                }
                idle.idle();
            }

            @Override
            public void idle(int workCount) {
                idle();
            }

            @Override
            public void reset() {}
        });
        assertThat(looks[0]).isGreaterThanOrEqualTo(10);
        assertThat(page(engine).waits()).isOne();
    }

    @Test
    void aParkIsASleep() {
        CoreEngine engine = start(options().sleepingAfter(Duration.ZERO));
        SyscallPage page = engine.register(64);
        for (int i = 0; i < 100; i++) {
            await(() -> page.core().isAsleep());
            page.getppid();
            awaitAll(page);
        }
        await(() -> page.core().isAsleep());
        // Found awake on its way to sleep, it has not slept.
        assertThat(totals(engine).wakeUps()).isPositive().isLessThanOrEqualTo(page(engine).wakeUps());
        assertThat(totals(engine).parks()).isBetween(totals(engine).wakeUps(), totals(engine).wakeUps() + 10);
    }
}
