package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoreEngineTest {
    private final IdleStrategy idle = new YieldingIdleStrategy();
    private final DirectCalls direct = new DirectCalls();
    private final Map<Long, Long> results = new HashMap<>();
    private final CompletionHandler keep = results::put;
    private CoreEngine engine = start(options());
    private SyscallPage page = engine.register(64);

    private static CoreOptions options() {
        return CoreOptions.on(CpuSet.allowed().first()).idling(YieldingIdleStrategy::new);
    }

    private static CoreEngine start(CoreOptions options) {
        return CoreEngine.start(options);
    }

    private void restart(CoreOptions options) {
        engine.close();
        engine = start(options);
        page = engine.register(64);
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private void awaitAll() {
        while (page.inFlight() > 0) {
            page.await(keep, idle);
        }
    }

    private int[] openPipe() {
        MemorySegment fds = page.allocate(8, 8);
        assertThat(direct.raw(SyscallNumber.PIPE2, fds.address(), 0)).isZero();
        return new int[]{fds.get(ValueLayout.JAVA_INT, 0), fds.get(ValueLayout.JAVA_INT, 4)};
    }

    private MemorySegment time(long nanos) {
        MemorySegment time = page.allocate(16, 8);
        time.set(ValueLayout.JAVA_LONG, 0, nanos / 1_000_000_000);
        time.set(ValueLayout.JAVA_LONG, 8, nanos % 1_000_000_000);
        return time;
    }

    @Test
    void callsBehindBlockedOnesEndBeforeThem() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(64, 8);
        long read = page.read(pipe[0], buffer, 0, 1);
        long sleep = page.raw(SyscallNumber.NANOSLEEP, time(3_600_000_000_000L).address(), 0);
        long[] quick = new long[20];
        for (int i = 0; i < quick.length; i++) {
            quick[i] = page.getppid();
        }
        while (results.size() < quick.length) {
            page.await(keep, idle);
        }
        assertThat(results).containsOnlyKeys(java.util.Arrays.stream(quick).boxed().toList());
        assertThat(page.inFlight()).isEqualTo(2);
        direct.write(pipe[1], buffer, 0, 1);
        page.await(keep, idle);
        assertThat(results).containsEntry(read, 1L).doesNotContainKey(sleep);
        assertThat(page.cancel(sleep)).isTrue();
        awaitAll();
        assertThat(results).containsEntry(sleep, (long) -Errno.ECANCELED);
    }

    @Test
    void manyLapsGoPastACallThatBlocks() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(64, 8);
        long read = page.read(pipe[0], buffer, 0, 1);
        long parent = direct.getppid();
        for (int i = 0; i < 10_000; i++) {
            while (page.getppid() == SyscallPage.FULL) {
                page.await((token, result) -> assertThat(result).isEqualTo(parent), idle);
            }
        }
        while (page.inFlight() > 1) {
            page.await((token, result) -> assertThat(result).isEqualTo(parent), idle);
        }
        direct.write(pipe[1], buffer, 0, 1);
        awaitAll();
        assertThat(results).containsExactly(Map.entry(read, 1L));
    }

    @Test
    void asManyBlockedCallsAsThePageHasEntriesAreEachDoneOnce() {
        restart(options().threads(80));
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(64, 8);
        for (int round = 0; round < 5; round++) {
            results.clear();
            int count = 0;
            while (page.read(pipe[0], buffer, count % 64, 1) != SyscallPage.FULL) {
                count++;
            }
            assertThat(count).isEqualTo(64);
            assertThat(page.poll(keep, 100)).isZero();
            direct.write(pipe[1], buffer, 0, 64);
            awaitAll();
            assertThat(results).hasSize(64);
            assertThat(results.values()).containsOnly(1L);
        }
    }

    @Test
    void moreBlockedCallsThanThreadsWaitTheirTurn() {
        restart(options().threads(4));
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(64, 8);
        for (int i = 0; i < 30; i++) {
            page.read(pipe[0], buffer, i, 1);
        }
        long quick = page.getppid();
        page.await(keep, idle);
        assertThat(results).containsOnlyKeys(quick);
        direct.write(pipe[1], buffer, 0, 30);
        awaitAll();
        assertThat(results).hasSize(31);
        assertThat(engine.threads()).isLessThanOrEqualTo(4);
    }

    @Test
    void aCallThatTakesLongHandsTheOthersToAnotherThread() {
        // A write to a full pipe is not known to block.
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(1 << 16, 8);
        assertThat(direct.write(pipe[1], buffer, 0, 1 << 16)).isEqualTo(1 << 16);
        long write = page.write(pipe[1], buffer, 0, 4096);
        for (int i = 0; i < 20; i++) {
            page.getppid();
        }
        while (results.size() < 20) {
            page.await(keep, idle);
        }
        assertThat(results).doesNotContainKey(write);
        assertThat(engine.handOffs()).isPositive();
        assertThat(direct.read(pipe[0], buffer, 0, 1 << 16)).isEqualTo(1 << 16);
        awaitAll();
        assertThat(results).containsEntry(write, 4096L);
        assertThat(page.getppid()).isGreaterThan(0);
        awaitAll();
    }

    @Test
    void callsOnTheSameDescriptorWaitIfAskedTo() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(64, 8);
        long read = page.read(pipe[0], buffer, 0, 1);
        long then = page.thenOnSameDescriptor().read(pipe[0], buffer, 1, 1);
        long close = page.close(pipe[0]);
        long other = page.getppid();
        page.await(keep, idle);
        assertThat(results).containsOnlyKeys(other);
        direct.write(pipe[1], buffer, 0, 2);
        awaitAll();
        assertThat(results).containsEntry(read, 1L).containsEntry(then, 1L).containsEntry(close, 0L);
    }

    @Test
    void nothingOvertakesABarrier() {
        int[] pipe = openPipe();
        int[] second = openPipe();
        MemorySegment buffer = page.allocate(64, 8);
        long read = page.read(pipe[0], buffer, 0, 1);
        long before = page.getppid();
        long barrier = page.barrier().read(second[0], buffer, 1, 1);
        long behind = page.getppid();
        while (results.isEmpty()) {
            page.await(keep, idle);
        }
        direct.write(second[1], buffer, 0, 1);
        assertThat(results).containsOnlyKeys(before);
        direct.write(pipe[1], buffer, 0, 1);
        awaitAll();
        assertThat(results).containsOnlyKeys(before, read, barrier, behind).containsEntry(barrier, 1L);
    }

    @Test
    void aBarrierThatBlocksHoldsUpWhatFollows() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(64, 8);
        long barrier = page.barrier().read(pipe[0], buffer, 0, 1);
        long behind = page.getppid();
        SyscallPage other = engine.register();
        other.getppid();
        while (other.inFlight() > 0) {
            other.await((token, result) -> {}, idle);
        }
        assertThat(page.poll(keep, 10)).isZero();
        direct.write(pipe[1], buffer, 0, 1);
        awaitAll();
        assertThat(results).containsOnlyKeys(barrier, behind);
    }

    @Test
    void callsThatAreGivenUpEndOnceWhereverTheyAre() {
        restart(options().threads(3));
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(1 << 16, 8);
        direct.write(pipe[1], buffer, 0, 1 << 16);
        int[] empty = openPipe();
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tokens.add(page.read(empty[0], buffer, 0, 1));
        }
        tokens.add(page.thenOnSameDescriptor().read(empty[0], buffer, 0, 1));
        tokens.add(page.close(empty[0]));
        tokens.add(page.write(pipe[1], buffer, 0, 4096));
        tokens.add(page.barrier().getppid());
        tokens.add(page.getppid());
        tokens.forEach(page::cancel);
        awaitAll();
        assertThat(results).containsOnlyKeys(tokens);
        assertThat(tokens.subList(0, 8)).allSatisfy(
                token -> assertThat(results.get(token)).isEqualTo(-Errno.ECANCELED));
        assertThat(page.cancel(tokens.getFirst())).isFalse();
        results.clear();
        long next = page.getppid();
        awaitAll();
        assertThat(results).containsEntry(next, direct.getppid());
    }

    @Test
    void aDeadlineGivesACallUp() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        long late = page.read(pipe[0], buffer, 0, 1);
        long inTime = page.getppid();
        page.cancelAt(late, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20));
        page.cancelAt(inTime, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        awaitAll();
        assertThat(results).containsEntry(late, (long) -Errno.ECANCELED).containsEntry(inTime, direct.getppid());
    }

    @Test
    void aSingleCallIsAwaitedWhateverElseIsInFlight() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        long read = page.read(pipe[0], buffer, 0, 1);
        long first = page.getppid();
        long second = page.getppid();
        assertThat(page.await(second, idle)).isEqualTo(direct.getppid());
        direct.write(pipe[1], buffer, 0, 1);
        assertThat(page.await(read, idle)).isEqualTo(1);
        assertThatThrownBy(() -> page.await(read, idle)).hasMessageContaining("no call with token " + read);
        awaitAll();
        assertThat(results).containsOnlyKeys(first);
    }

    @Test
    void awaitingTokensOnlyNeverFillsThePage() {
        for (int i = 0; i < 1000; i++) {
            long token = page.getppid();
            assertThat(page.await(token, idle)).isEqualTo(direct.getppid());
        }
        assertThat(page.inFlight()).isZero();
    }

    @Test
    void functionsRunOnTheSyscallCore() {
        long[] sum = {0};
        Thread[] thread = new Thread[1];
        Delegate add = engine.register((a, b, c, d, e, f) -> {
            thread[0] = Thread.currentThread();
            return sum[0] += a + b + c + d + e + f;
        });
        Delegate broken = engine.register((a, b, c, d, e, f) -> {
            throw new ArithmeticException("broken");
        });
        page.getppid();
        long all = page.call(add, 6, 1, 2, 3, 4, 5, 6);
        long two = page.call(add, 2, 1, 2, 99, 99, 99, 99);
        long fails = page.call(broken, 0, 0, 0, 0, 0, 0, 0);
        awaitAll();
        assertThat(results).containsEntry(all, 21L).containsEntry(two, 24L).containsEntry(fails,
                DelegatedFunction.THREW);
        assertThat(broken.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage("broken"));
        assertThat(thread[0].getName()).startsWith("sidecore-syscall-");
        assertThatThrownBy(() -> new DirectEngine().register().call(add, 0, 0, 0, 0, 0, 0, 0))
                .hasMessageContaining("another engine");
    }

    @Test
    void aSleepingCoreIsWokenByEachKindOfWork() {
        restart(options().sleepingAfter(Duration.ZERO));
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        for (int i = 0; i < 2000; i++) {
            assertThat(page.await(page.getppid(), idle)).isEqualTo(direct.getppid());
        }
        for (int i = 0; i < 200; i++) {
            long read = page.read(pipe[0], buffer, 0, 1);
            long then = page.thenOnSameDescriptor().read(pipe[0], buffer, 0, 1);
            long given = page.thenOnSameDescriptor().read(pipe[0], buffer, 0, 1);
            page.cancel(given);
            direct.write(pipe[1], buffer, 0, 2);
            assertThat(page.await(read, idle)).isEqualTo(1);
            assertThat(page.await(then, idle)).isEqualTo(1);
            assertThat(page.await(given, idle)).isEqualTo(-Errno.ECANCELED);
        }
        assertThat(engine.missedWakeUps()).isZero();
    }

    @Test
    void closingTheEngineEndsCallsThatBlockAndThreadsWithThem() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        for (int i = 0; i < 10; i++) {
            page.read(pipe[0], buffer, 0, 1);
        }
        page.close(pipe[0]);
        page.barrier().getppid();
        page.getppid();
        engine.close();
        awaitAll();
        assertThat(results.values().stream().filter(result -> result == -Errno.ECANCELED).count())
                .isGreaterThanOrEqualTo(11);
        assertThat(results).hasSize(13);
        assertThatThrownBy(page::getppid).hasMessageContaining("closed");
        page.close();
        long start = System.nanoTime();
        while (engine.threads() > 0) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
            Thread.onSpinWait();
        }
    }

    @Test
    void closingAPageEndsItsCallsAndLeavesTheOthersAlone() {
        int[] pipe = openPipe();
        SyscallPage other = engine.register(64);
        MemorySegment buffer = other.allocate(8, 8);
        long kept = other.read(pipe[0], buffer, 0, 1);
        for (int i = 0; i < 5; i++) {
            page.read(pipe[0], buffer, 0, 1);
        }
        page.getppid();
        page.close();
        page.close();
        assertThat(page.inFlight()).isZero();
        assertThatThrownBy(page::getppid).isInstanceOf(IllegalStateException.class);
        direct.write(pipe[1], buffer, 0, 1);
        assertThat(other.await(kept, idle)).isEqualTo(1);
    }

    @Test
    void aSecondCoreIsBroughtInWhileTheLoadLastsAndGivenBack() throws InterruptedException {
        List<Integer> cpus = CpuSet.allowed().stream().boxed().toList();
        assumeThat(cpus).hasSizeGreaterThan(1);
        restart(CoreOptions.on(cpus.get(0), cpus.get(1)).idling(YieldingIdleStrategy::new));
        assertThat(engine.pagesByCore()).containsExactly(1, 0);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong wrong = new AtomicLong();
        List<Thread> owners = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            owners.add(Thread.ofPlatform().start(() -> {
                SyscallPage own = engine.register(64);
                long parent = new DirectCalls().getppid();
                while (!enough.get()) {
                    while (own.getppid() != SyscallPage.FULL) {
                        // Until it is full.
                    }
                    own.await((token, result) -> wrong.addAndGet(result == parent ? 0 : 1), idle());
                }
                while (own.inFlight() > 0) {
                    own.await((token, result) -> wrong.addAndGet(result == parent ? 0 : 1), idle());
                }
            }));
        }
        while (engine.pagesByCore().get(1) == 0) {
            Thread.onSpinWait();
        }
        enough.set(true);
        for (Thread owner : owners) {
            owner.join();
        }
        while (engine.pagesByCore().get(1) > 0) {
            assertThat(page.await(page.getppid(), idle)).isEqualTo(direct.getppid());
        }
        assertThat(wrong).hasValue(0);
        assertThat(engine.pagesByCore()).containsExactly(4, 0);
    }

    private static IdleStrategy idle() {
        return new YieldingIdleStrategy();
    }

    @Test
    void anEngineClosesBehindABarrierThatBlocks() {
        for (int i = 0; i < 30; i++) {
            int[] pipe = openPipe();
            MemorySegment buffer = page.allocate(8, 8);
            long barrier = page.barrier().read(pipe[0], buffer, 0, 1);
            long behind = page.getppid();
            restart(options().sleepingAfter(Duration.ofNanos(i % 2 == 0 ? 0 : 1_000_000_000)));
            assertThat(barrier).isLessThan(behind);
            direct.close(pipe[0]);
            direct.close(pipe[1]);
        }
    }

    @Test
    void anEngineWithoutASpareThreadCloses() {
        restart(options().threads(2));
        int[] full = openPipe();
        int[] empty = openPipe();
        MemorySegment buffer = page.allocate(1 << 16, 8);
        direct.write(full[1], buffer, 0, 1 << 16);
        long read = page.read(empty[0], buffer, 0, 1);
        long write = page.write(full[1], buffer, 0, 4096);
        engine.close();
        awaitAll();
        assertThat(results).containsEntry(read, (long) -Errno.ECANCELED).containsEntry(write, (long) -Errno.ECANCELED);
    }

    @Test
    void resultsBeforeACallThatBlocksUnexpectedlyAreSeen() {
        for (int threads : new int[]{2, 64}) {
            restart(options().threads(threads));
            int[] pipe = openPipe();
            MemorySegment buffer = page.allocate(1 << 16, 8);
            direct.write(pipe[1], buffer, 0, 1 << 16);
            int[] empty = openPipe();
            long read = page.read(empty[0], buffer, 0, 1);
            long before = page.getppid();
            long write = page.write(pipe[1], buffer, 0, 4096);
            assertThat(page.await(before, idle)).isEqualTo(direct.getppid());
            page.cancel(write);
            page.cancel(read);
            assertThat(page.await(write, idle)).isEqualTo(-Errno.ECANCELED);
            awaitAll();
        }
    }

    @Test
    void aResultThatNobodyTakesHoldsItsOwnEntryOnly() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        long left = page.getppid();
        long alsoLeft = page.read(pipe[0], buffer, 0, 1);
        direct.write(pipe[1], buffer, 0, 1);
        for (int i = 0; i < 1000; i++) {
            assertThat(page.await(page.getppid(), idle)).isEqualTo(direct.getppid());
        }
        assertThat(page.inFlight()).isEqualTo(2);
        awaitAll();
        assertThat(results).containsOnlyKeys(left, alsoLeft);
        for (int i = 0; i < 64; i++) {
            assertThat(page.getppid()).isNotEqualTo(SyscallPage.FULL);
        }
        assertThat(page.getppid()).isEqualTo(SyscallPage.FULL);
        awaitAll();
    }

    @Test
    void aSmallLimitLeavesNoCompletionForEver() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        long read = page.read(pipe[0], buffer, 0, 1);
        page.getppid();
        direct.write(pipe[1], buffer, 0, 1);
        while (!results.containsKey(read)) {
            page.getppid();
            page.poll(keep, 1);
        }
        awaitAll();
    }

    @Test
    void argumentsThatAreNotGivenAreZero() {
        page.raw(SyscallNumber.CLOSE, -1, 77, 77, 77, 77, 77);
        for (int i = 0; i < 200; i++) {
            page.raw(SyscallNumber.CLOSE, -1, 77, 77, 77, 77, 77);
            awaitAll();
        }
        int[] pipe = openPipe();
        // The third argument, flags, would be invalid.
        long dup = page.raw(SyscallNumber.DUP3, pipe[0], 900);
        assertThat(page.await(dup, idle)).isEqualTo(900);
        direct.close(900);
    }

    @Test
    void refusedCallsNeverReachTheKernel() {
        assertThatThrownBy(() -> page.raw(SyscallNumber.EXIT_GROUP, 1)).hasMessageContaining("refused");
        assertThatThrownBy(() -> page.submit(SyscallNumber.EXIT_GROUP, 1, 1, 0, 0, 0, 0, 0, null))
                .hasMessageContaining("refused");
    }
}
