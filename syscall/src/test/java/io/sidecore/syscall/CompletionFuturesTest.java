package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompletionFuturesTest {
    private final IdleStrategy idle = new YieldingIdleStrategy();
    private final DirectCalls direct = new DirectCalls();
    private final long parent = direct.getppid();
    private final CoreEngine engine = CoreEngine.start(CpuSet.allowed().first(), new YieldingIdleStrategy());
    private final SyscallPage page = engine.register(64);
    private final Map<Long, Long> others = new HashMap<>();
    private final CompletionFutures futures = new CompletionFutures(page, others::put);

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void eachFutureGetsItsCallsResultOnTheOwnersThread() {
        List<CompletableFuture<Long>> parents = new ArrayList<>();
        List<CompletableFuture<Long>> errors = new ArrayList<>();
        Thread[] completing = new Thread[1];
        for (int i = 0; i < 3000; i++) {
            while (page.inFlight() > 60) {
                futures.poll(10);
            }
            parents.add(futures.of(page.getppid()));
            errors.add(futures.of(page.close(-1)).thenApply(result -> {
                completing[0] = Thread.currentThread();
                return -result;
            }));
        }
        while (page.inFlight() > 0) {
            assertThat(futures.await(idle)).isPositive();
        }
        assertThat(futures.await(idle)).isZero();
        assertThat(parents).allSatisfy(future -> assertThat(future).isCompletedWithValue(parent));
        assertThat(errors).allSatisfy(future -> assertThat(future).isCompletedWithValue((long) Errno.EBADF));
        assertThat(completing[0]).isEqualTo(Thread.currentThread());
        assertThat(others).isEmpty();
    }

    @Test
    void oneCallHasOneFuture() {
        long token = page.getppid();
        CompletableFuture<Long> future = futures.of(token);
        assertThat(futures.of(token)).isSameAs(future);
        futures.await(idle);
        assertThat(future).isCompletedWithValue(parent);
        assertThatThrownBy(() -> futures.of(token)).hasMessageContaining("no call with token " + token);
        assertThatThrownBy(() -> futures.of(SyscallPage.FULL)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void callsWithoutAFutureGoToTheHandler() {
        long with = page.getppid();
        long without = page.close(-1);
        CompletableFuture<Long> future = futures.of(with);
        while (page.inFlight() > 0) {
            futures.await(idle);
        }
        assertThat(future).isCompletedWithValue(parent);
        assertThat(others).containsExactly(Map.entry(without, (long) -Errno.EBADF));
        new CompletionFutures(page).poll(1);
    }

    @Test
    void futureOfAResultTakenElsewhereFailsAndGetsNoOthers() {
        CompletableFuture<Long> first = null;
        int slot = 0;
        for (int i = 0; i < 200; i++) {
            long token = page.getppid();
            if (first == null) {
                first = futures.of(token);
                slot = SyscallPage.slot(token);
                page.await(token, idle);
            } else if (SyscallPage.slot(token) == slot) {
                CompletableFuture<Long> next = futures.of(token);
                assertThat(first).isCompletedExceptionally();
                futures.await(idle);
                assertThat(next).isCompletedWithValue(parent);
                return;
            } else {
                page.await(token, idle);
            }
        }
        throw new AssertionError("no call was in the first one's entry again");
    }

    @Test
    void closingCompletesWhatIsInFlight() {
        MemorySegment fds = page.allocate(8, 8);
        assertThat(direct.raw(SyscallNumber.PIPE2, fds.address(), 0)).isZero();
        CompletableFuture<Long> blocked = futures.of(page.read(fds.get(ValueLayout.JAVA_INT, 0), fds, 0, 1));
        CompletableFuture<Long> quick = futures.of(page.getppid());
        futures.close();
        futures.close();
        assertThat(blocked).isCompletedWithValue((long) -Errno.ECANCELED);
        assertThat(quick).isCompleted();
        assertThatThrownBy(page::getppid).hasMessageContaining("closed");
    }
}
