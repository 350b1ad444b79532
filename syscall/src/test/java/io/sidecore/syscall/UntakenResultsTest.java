package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Results that stay on their page while others come and go. */
class UntakenResultsTest extends EngineScene {
    private static final int LAPS = 5;

    @Test
    void aPageWithOneCallInFlightIsNeverFull() {
        SyscallPage page = start(options()).register(64);
        int[] untaken = openPipe();
        int[] pipe = openPipe();
        long first = page.read(untaken[0], buffer, 0, 1);
        assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        direct.write(untaken[1], buffer, 0, 1);
        for (int i = 0; i < LAPS * page.capacity(); i++) {
            long read = page.read(pipe[0], buffer, 1, 1);
            assertThat(read).as("call " + i).isNotEqualTo(SyscallPage.FULL);
            // Ends when the read has been set aside.
            assertThat(page.await(page.getppid(), idle)).as("call " + i).isEqualTo(parent);
            direct.write(pipe[1], buffer, 1, 1);
            assertThat(page.await(read, idle)).isOne();
            assertThat(page.inFlight()).isOne();
        }
        assertThat(page.await(first, idle)).isOne();
        assertThat(page.inFlight()).isZero();
    }

    /** Until it refuses, with all results there and untaken, and refuses so often again. */
    private void fill(SyscallPage page, int refusals) {
        while (page.getppid() != SyscallPage.FULL) {
            // One more.
        }
        await(() -> page.core().executed() == page.submitted());
        for (int i = 0; i < refusals; i++) {
            assertThat(page.getppid()).isEqualTo(SyscallPage.FULL);
        }
    }

    @Test
    void aSmallLimitHandsAllOverAlsoWhenThePageIsFullAgainAndAgain() {
        SyscallPage page = start(options()).register(64);
        for (int i = 0; i < 500; i++) {
            fill(page, 1 + i % 3);
            assertThat(page.poll(keep, 1)).isOne();
        }
        assertThat(results.keySet().stream().filter(token -> SyscallPage.sequence(token) < page.capacity()))
                .as("of the first calls").hasSize(page.capacity());
        awaitAll(page);
        assertThat(results).hasSize((int) page.submitted());
    }

    @Test
    void resultsThatAreKeptComeInTheirOrder() {
        SyscallPage page = start(options()).register(64);
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            fill(page, 1 + i % 3);
            assertThat(page.poll((token, result) -> order.add(SyscallPage.sequence(token)), 8)).isEqualTo(8);
        }
        assertThat(order).isSorted();
    }

    @Test
    void tokensAreNeverNegative() {
        long last = (1L << 47) - 1;
        assertThat(SyscallPage.token(last, 32_768)).isPositive();
        assertThat(SyscallPage.sequence(SyscallPage.token(last, 3))).isEqualTo(last);
        assertThat(SyscallPage.token(last + 1, 3)).isEqualTo(3);
        assertThat(SyscallPage.slot(SyscallPage.token(-1, 17))).isEqualTo(17);
    }

    @Test
    void aFunctionThatGivesItsOwnCallUpOnItsOwnThreadIsTold() {
        try (DirectEngine engine = new DirectEngine(); SyscallPage page = engine.register(64)) {
            Delegate cancel = engine.register((a, b, c, d, e, f) -> page.cancel(SyscallPage.token(0, 0)) ? 1 : 0);
            assertThat(page.await(page.call(cancel, 0, 0, 0, 0, 0, 0, 0), idle)).isZero();
        }
    }

    @Test
    void aFunctionsResultIsItsOwnEvenIfItIsGivenUp() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        long call = page.call(engine.register((a, b, c, d, e, f) -> {
            begun.countDown();
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
            return -Errno.EINTR;
        }), 0, 0, 0, 0, 0, 0, 0);
        await(() -> begun.getCount() == 0);
        assertThat(page.cancel(call)).isTrue();
        end.countDown();
        assertThat(page.await(call, idle)).isEqualTo(-Errno.EINTR);
    }

    @Test
    void anOrderThatCameWithARefusedCallIsForgotten() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        int[] pipe = openPipe();
        page.read(pipe[0], buffer, 0, 1);
        page.barrier();
        assertThatThrownBy(() -> page.raw(SyscallNumber.GETTID))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(page.await(page.getppid(), idle)).as("without waiting for the read").isEqualTo(parent);
    }
}
