package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SharedPageTest {
    private final IdleStrategy idle = new YieldingIdleStrategy();
    private final DirectCalls direct = new DirectCalls();
    private final CoreEngine engine = CoreEngine.start(options());
    private final SharedPage page = engine.registerShared(64);

    private static CoreOptions options() {
        return CoreOptions.on(CpuSet.allowed().first()).idling(YieldingIdleStrategy::new);
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private int[] openPipe() {
        MemorySegment fds = page.allocate(8, 8);
        assertThat(direct.raw(SyscallNumber.PIPE2, fds.address(), 0)).isZero();
        return new int[]{fds.get(ValueLayout.JAVA_INT, 0), fds.get(ValueLayout.JAVA_INT, 4)};
    }

    static Stream<Arguments> enginesAndThreads() {
        List<Supplier<Engine>> engines = List.of(DirectEngine::new, () -> CoreEngine.start(options()),
                () -> CoreEngine.start(options().sleepingAfter(Duration.ZERO)));
        return engines.stream().flatMap(start -> Stream.of(
                Arguments.of(start, Thread.ofPlatform().factory(), 8, 500),
                Arguments.of(start, Thread.ofVirtual().factory(), 200, 20)));
    }

    @ParameterizedTest
    @MethodSource("enginesAndThreads")
    void everyThreadGetsTheResultsOfItsOwnCalls(Supplier<Engine> start, ThreadFactory factory, int threads, int calls) {
        try (Engine other = start.get()) {
            SharedPage shared = other.registerShared(64);
            Delegate echo = other.register((a, b, c, d, e, f) -> a);
            long parent = direct.getppid();
            Workers workers = Workers.run(factory, threads, number -> {
                IdleStrategy waiting = waiting();
                for (long i = 0; i < calls; i++) {
                    long mine = (long) number << 32 | i;
                    long first = submitted(() -> shared.call(echo, 1, mine, 0, 0, 0, 0, 0), waiting);
                    long second = shared.close(-1);
                    long third = shared.getppid();
                    assertThat(shared.await(first, waiting)).isEqualTo(mine);
                    assertThat(second < 0 || shared.await(second, waiting) == -Errno.EBADF).isTrue();
                    assertThat(third < 0 || shared.await(third, waiting) == parent).isTrue();
                }
            });
            workers.join();
            assertThat(shared.inFlight()).isZero();
            if (other instanceof CoreEngine core) {
                assertThat(core.missedWakeUps()).isZero();
            }
        }
    }

    private static long submitted(Supplier<Long> submission, IdleStrategy waiting) {
        long token;
        while ((token = submission.get()) == SharedPage.FULL) {
            waiting.idle();
        }
        return token;
    }

    /** A virtual thread that yields may never run again while others of its carriers do. */
    private static IdleStrategy waiting() {
        return Thread.currentThread().isVirtual() ? new SleepingIdleStrategy() : new YieldingIdleStrategy();
    }

    @Test
    void aDeadlineGivesACallUp() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        long late = page.read(pipe[0], buffer, 0, 1);
        assertThat(page.awaitUntil(late, idle, System.nanoTime() + 2_000_000)).isEqualTo(-Errno.ECANCELED);
        long past = page.read(pipe[0], buffer, 0, 1);
        assertThat(page.awaitUntil(past, idle, System.nanoTime())).isEqualTo(-Errno.ECANCELED);
        direct.write(pipe[1], buffer, 0, 1);
        long early = page.read(pipe[0], buffer, 0, 1);
        assertThat(page.awaitUntil(early, idle, System.nanoTime() + 3_600_000_000_000L)).isOne();
    }

    @Test
    void fullPageRefusesCountsAndTakesCallsAgainWhenAResultIsTaken() {
        Set<Integer> slots = new HashSet<>();
        long[] tokens = new long[64];
        for (int i = 0; i < 64; i++) {
            tokens[i] = page.getppid();
            slots.add(SharedPage.slot(tokens[i]));
        }
        assertThat(slots).hasSize(64);
        assertThat(page.getppid()).isEqualTo(SharedPage.FULL);
        assertThat(page.thenOnSameDescriptor().close(-1)).isEqualTo(SharedPage.FULL);
        assertThat(page.full()).isEqualTo(2);
        assertThat(page.inFlight()).isEqualTo(64).isEqualTo(page.capacity());
        page.await(tokens[17], idle);
        long again = page.getppid();
        assertThat(SharedPage.slot(again)).isEqualTo(SharedPage.slot(tokens[17]));
        assertThat(again).isNotEqualTo(tokens[17]);
        assertThat(page.getppid()).isEqualTo(SharedPage.FULL);
    }

    @Test
    void voidTokenNeverTakesAnotherCallsResult() {
        long old = page.getppid();
        assertThat(page.await(old, idle)).isEqualTo(direct.getppid());
        assertThatThrownBy(() -> page.tryTake(old)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no call with token " + old);
        for (int i = 0; i < 10; i++) {
            long next = page.close(-1);
            assertThat(SharedPage.slot(next)).isEqualTo(SharedPage.slot(old));
            assertThat(page.cancel(old)).isFalse();
            assertThatThrownBy(() -> page.await(old, idle)).hasMessageContaining("its result has been taken");
            assertThat(page.await(next, idle)).isEqualTo(-Errno.EBADF);
        }
    }

    @Test
    void whatIsNoTokenIsRefused() {
        long token = page.getppid();
        for (long wrong : new long[]{-1, -2, Long.MIN_VALUE, 0, token + 1, token + (1L << 16), token + (1L << 48),
                token | 0xFFFF, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> page.tryTake(wrong)).as(Long.toHexString(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(page.cancel(wrong)).isFalse();
        }
        assertThatThrownBy(() -> page.tryTake(SharedPage.FULL)).hasMessageContaining("FULL is no token");
        assertThat(page.await(token, idle)).isEqualTo(direct.getppid());
    }

    @Test
    void ofSeveralTakersOneGetsTheResult() {
        SharedPage shared = new DirectEngine().registerShared(64);
        int rounds = 2000;
        long[] tokens = new long[64];
        AtomicLong taken = new AtomicLong();
        CyclicBarrier round = new CyclicBarrier(2);
        Workers.run(Thread.ofPlatform().factory(), 2, number -> {
            for (int i = 0; i < rounds; i++) {
                if (number == 0) {
                    Arrays.setAll(tokens, slot -> shared.getppid());
                }
                round.await();
                for (long token : tokens) {
                    try {
                        shared.tryTake(token);
                        taken.incrementAndGet();
                    } catch (IllegalArgumentException e) {
                        assertThat(e).hasMessageContaining("its result has been taken");
                    }
                }
                round.await();
            }
        }).join();
        assertThat(taken).hasValue(64L * rounds);
        assertThat(shared.inFlight()).isZero();
    }

    @Test
    void resultIsPendingUntilItIsThere() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        long read = page.read(pipe[0], buffer, 0, 1);
        assertThat(page.await(page.getppid(), idle)).isEqualTo(direct.getppid());
        assertThat(page.tryTake(read)).isEqualTo(SharedPage.PENDING);
        assertThat(page.tryTake(read)).isEqualTo(SharedPage.PENDING);
        direct.write(pipe[1], buffer, 0, 1);
        assertThat(page.await(read, idle)).isEqualTo(1);
    }

    @Test
    void blockedCallsOfManyThreadsDelayNoOthers() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(64, 8);
        Workers blocked = Workers.run(Thread.ofVirtual().factory(), 16, number -> {
            long token = page.read(pipe[0], buffer, number, 1);
            assertThat(page.await(token, new YieldingIdleStrategy())).isEqualTo(1);
        });
        Workers quick = Workers.run(Thread.ofPlatform().factory(), 4, number -> {
            IdleStrategy waiting = new YieldingIdleStrategy();
            for (int i = 0; i < 1000; i++) {
                assertThat(page.await(page.getppid(), waiting)).isEqualTo(direct.getppid());
            }
        });
        quick.join();
        direct.write(pipe[1], buffer, 0, 16);
        blocked.join();
    }

    @Test
    void callIsGivenUpByAnotherThread() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        long[] reads = new long[8];
        for (int i = 0; i < reads.length; i++) {
            reads[i] = page.read(pipe[0], buffer, 0, 1);
        }
        Workers cancelling = Workers.run(Thread.ofPlatform().factory(), reads.length,
                number -> assertThat(page.cancel(reads[number])).isTrue());
        for (long read : reads) {
            assertThat(page.await(read, idle)).isEqualTo(-Errno.ECANCELED);
            assertThat(page.cancel(read)).isFalse();
        }
        cancelling.join();
        long next = page.getppid();
        assertThat(page.await(next, idle)).isEqualTo(direct.getppid());
        assertThat(page.cancel(next)).isFalse();
    }

    @Test
    void givingUpACallThatIsDoneHasNoEffect() {
        long done = page.getppid();
        while (!isDone(done)) {
            Thread.onSpinWait();
        }
        assertThat(page.cancel(done)).isFalse();
        assertThat(page.await(done, idle)).isEqualTo(direct.getppid());
    }

    private boolean isDone(long token) {
        byte status = page.memory().data().get(ValueLayout.JAVA_BYTE, SharedPage.slot(token) * 64L + 59);
        return (status & ~EntryLayout.ASIDE) == EntryLayout.DONE;
    }

    @Test
    void callsOnTheSameDescriptorWaitIfAskedToAndCloseAlways() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        long read = page.read(pipe[0], buffer, 0, 1);
        long then = page.thenOnSameDescriptor().fcntl(pipe[0], 3, 0);
        long atOnce = page.fcntl(pipe[0], 3, 0);
        long close = page.close(pipe[0]);
        assertThat(page.await(atOnce, idle)).isNotNegative();
        assertThat(page.tryTake(then)).isEqualTo(SharedPage.PENDING);
        assertThat(page.tryTake(close)).isEqualTo(SharedPage.PENDING);
        direct.write(pipe[1], buffer, 0, 1);
        assertThat(page.await(close, idle)).isZero();
        assertThat(page.await(then, idle)).isNotNegative();
        assertThat(page.await(read, idle)).isEqualTo(1);
    }

    @Test
    void onADirectEngineTheSubmitterExecutes() {
        try (DirectEngine here = new DirectEngine()) {
            SharedPage shared = here.registerShared();
            Thread[] executor = new Thread[1];
            Delegate remember = here.register((a, b, c, d, e, f) -> {
                executor[0] = Thread.currentThread();
                return a;
            });
            long token = shared.call(remember, 1, 5, 0, 0, 0, 0, 0);
            assertThat(executor[0]).isEqualTo(Thread.currentThread());
            assertThat(shared.cancel(token)).isFalse();
            assertThat(shared.tryTake(token)).isEqualTo(5);
            assertThat(shared.engine()).isSameAs(here);
            long untaken = shared.getppid();
            shared.close();
            assertThat(shared.tryTake(untaken)).isEqualTo(direct.getppid());
            assertThatThrownBy(shared::getppid).hasMessageContaining("closed");
        }
    }

    @Test
    void noFunctionsResultIsPending() {
        Delegate confusing = engine.register((a, b, c, d, e, f) -> SharedPage.PENDING);
        long token = page.call(confusing, 0, 0, 0, 0, 0, 0, 0);
        assertThat(page.await(token, idle)).isEqualTo(DelegatedFunction.THREW);
        assertThat(confusing.failure()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("none yet"));
        assertThatThrownBy(() -> new DirectEngine().registerShared().call(confusing, 0, 0, 0, 0, 0, 0, 0))
                .hasMessageContaining("another engine");
    }

    @Test
    void refusedCallsAndBadSizesNeverReachAnEntry() {
        assertThatThrownBy(() -> page.raw(SyscallNumber.EXIT_GROUP, 1)).hasMessageContaining("refused");
        assertThatThrownBy(
                () -> page.thenOnSameDescriptor().submit(SyscallNumber.EXIT_GROUP, 1, 1, 0, 0, 0, 0, 0, null))
                .hasMessageContaining("refused");
        assertThat(page.inFlight()).isZero();
        for (int entries : new int[]{0, 63, 100, 65536, -64}) {
            assertThatThrownBy(() -> engine.registerShared(entries)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(engine.registerShared(32768).capacity()).isEqualTo(32768);
        assertThat(engine.registerShared().capacity()).isEqualTo(512);
    }

    @Test
    void callsOfOneThreadStartInItsOrder() {
        List<Long> seen = new ArrayList<>();
        Delegate remember = engine.register((a, b, c, d, e, f) -> {
            seen.add(a);
            return a;
        });
        List<Long> expected = new ArrayList<>();
        for (long round = 0; round < 1000; round++) {
            long[] tokens = new long[40];
            for (int i = 0; i < tokens.length; i++) {
                expected.add(round << 16 | i);
                tokens[i] = page.call(remember, 1, round << 16 | i, 0, 0, 0, 0, 0);
            }
            for (long token : tokens) {
                page.await(token, idle);
            }
        }
        assertThat(seen).isEqualTo(expected);
    }
}
