package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SharedPageClosingTest {
    private static final int THREADS = 6;

    private final IdleStrategy idle = new YieldingIdleStrategy();
    private final DirectCalls direct = new DirectCalls();
    private final long parent = direct.getppid();
    private CoreEngine engine = CoreEngine.start(options());
    private SharedPage page = engine.registerShared(64);
    private final AtomicLong executed = new AtomicLong();
    private final AtomicLong cancelled = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

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

    /** Threads that submit until they are refused, and await each of their calls; every third one blocks. */
    private Workers submitting(int[] pipe) {
        AtomicLong first = new AtomicLong();
        Workers workers = Workers.run(Thread.ofPlatform().factory(), THREADS, number -> {
            MemorySegment buffer = page.allocate(8, 8);
            IdleStrategy waiting = new YieldingIdleStrategy();
            first.incrementAndGet();
            for (int i = 0;; i++) {
                long token;
                try {
                    token = i % 3 == 2 ? page.read(pipe[0], buffer, 0, 1) : page.getppid();
                } catch (IllegalStateException e) {
                    refused.incrementAndGet();
                    return;
                }
                if (token != SharedPage.FULL) {
                    count(page.await(token, waiting));
                }
            }
        });
        while (first.get() < THREADS) {
            Thread.onSpinWait();
        }
        return workers;
    }

    private void count(long result) {
        if (result == -Errno.ECANCELED) {
            cancelled.incrementAndGet();
        } else {
            assertThat(result).isEqualTo(parent);
            executed.incrementAndGet();
        }
    }

    static Stream<CoreOptions> cores() {
        return Stream.of(options(), options().sleepingAfter(Duration.ZERO), options().threads(2));
    }

    @ParameterizedTest
    @MethodSource("cores")
    void closingThePageEndsAllCallsWhileThreadsSubmit(CoreOptions options) {
        engine.close();
        engine = CoreEngine.start(options);
        SyscallPage other = engine.register(64);
        for (int round = 0; round < 20; round++) {
            refused.set(0);
            page = engine.registerShared(64);
            Workers workers = submitting(openPipe());
            page.close();
            workers.join();
            page.close();
            assertThat(refused).hasValue(THREADS);
            assertThat(page.inFlight()).isZero();
            assertThat(other.await(other.getppid(), idle)).isEqualTo(parent);
        }
    }

    @ParameterizedTest
    @MethodSource("cores")
    void closingTheEngineEndsAllCallsWhileThreadsSubmit(CoreOptions options) {
        for (int round = 0; round < 20; round++) {
            engine.close();
            refused.set(0);
            engine = CoreEngine.start(options);
            page = engine.registerShared(64);
            Workers workers = submitting(openPipe());
            engine.close();
            workers.join();
            page.close();
            assertThat(refused).hasValue(THREADS);
            assertThat(page.inFlight()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("cores")
    void pageAndEngineMayBeClosedByManyThreadsAtOnce(CoreOptions options) {
        for (int round = 0; round < 20; round++) {
            engine.close();
            refused.set(0);
            engine = CoreEngine.start(options);
            page = engine.registerShared(64);
            Workers workers = submitting(openPipe());
            Workers closing = Workers.run(Thread.ofPlatform().factory(), 4, number -> {
                if (number % 2 == 0) {
                    page.close();
                } else {
                    engine.close();
                }
            });
            closing.join();
            workers.join();
            assertThat(refused).hasValue(THREADS);
            assertThat(page.inFlight()).isZero();
        }
    }

    @Test
    void whoeverAwaitsABlockedCallLearnsThatThePageIsClosed() {
        int[] pipe = openPipe();
        MemorySegment buffer = page.allocate(8, 8);
        long[] tokens = new long[10];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = page.read(pipe[0], buffer, 0, 1);
        }
        long close = page.close(pipe[0]);
        Workers waiting = Workers.run(Thread.ofVirtual().factory(), tokens.length, number -> assertThat(
                page.await(tokens[number], new YieldingIdleStrategy())).isEqualTo(-Errno.ECANCELED));
        page.close();
        waiting.join();
        assertThat(page.tryTake(close)).isEqualTo(-Errno.ECANCELED);
        assertThatThrownBy(page::getppid).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> page.thenOnSameDescriptor().close(-1)).hasMessageContaining("closed");
        assertThatThrownBy(() -> page.tryTake(close)).hasMessageContaining("its result has been taken");
        assertThat(direct.close(pipe[0])).isZero();
    }

    @Test
    void callsSubmittedBeforeTheEngineIsClosedAreExecuted() {
        for (int round = 0; round < 100; round++) {
            engine.close();
            engine = CoreEngine.start(options());
            page = engine.registerShared(64);
            SyscallPage other = engine.register(64);
            long[] tokens = new long[20];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = page.getppid();
            }
            long last = other.getppid();
            engine.close();
            assertThatThrownBy(page::getppid).hasMessageContaining("closed");
            assertThatThrownBy(engine::registerShared).hasMessageContaining("closed");
            for (long token : tokens) {
                assertThat(page.tryTake(token)).isEqualTo(parent);
            }
            assertThat(other.await(last, idle)).isEqualTo(parent);
        }
    }

    @Test
    void submissionThatHasBegunWhenThePageEndsIsRefusedAndLeavesNothing() {
        SharedPage alone = new SharedPage(engine, 64, null, null, Uncounted.page(), closed -> {});
        long early = alone.getppid();
        // The engine's end comes between the look at whether the page is closed and the push.
        alone.end();
        assertThatThrownBy(alone::getppid).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThat(alone.inFlight()).isEqualTo(1);
        assertThat(alone.tryTake(early)).isEqualTo(-Errno.ECANCELED);
        assertThat(alone.inFlight()).isZero();
        alone.close();
    }

    @Test
    void callThatIsStuckInTheKernelWhenTheEngineHasEndedIsNamed() {
        SharedPage alone = new SharedPage(engine, 64, null, null, Uncounted.page(), closed -> {});
        PageQueue queue = alone.queue();
        long token = alone.getppid();
        int slot = queue.next();
        queue.setStatus(slot, queue.control(slot), EntryLayout.BUSY);
        alone.refuseSubmissions();
        alone.end();
        assertThat(alone.tryTake(token)).isEqualTo(SharedPage.PENDING);
        assertThatThrownBy(() -> alone.await(token, idle)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("token " + token);
        assertThatThrownBy(alone::close).hasMessageContaining("1 calls are not final");
        queue.finish(slot, queue.control(slot), 7);
        alone.close();
        assertThat(alone.await(token, idle)).isEqualTo(7);
    }

    @Test
    void memoryOfAClosedPageIsFreed() {
        WeakReference<MemorySegment> memory = new WeakReference<>(page.memory().region());
        int[] pipe = openPipe();
        page.read(pipe[0], page.allocate(8, 8), 0, 1);
        page.close();
        page = null;
        // The threads that executed the page's calls forget it with their next ones.
        SharedPage other = engine.registerShared(64);
        long[] tokens = new long[32];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = other.read(openPipeOf(other)[0], other.allocate(8, 8), 0, 1);
        }
        other.close();
        while (memory.get() != null) {
            System.gc();
            other = engine.registerShared(64);
            other.await(other.getppid(), idle);
            other.close();
        }
        assertThat(memory.get()).isNull();
    }

    private int[] openPipeOf(SharedPage owner) {
        MemorySegment fds = owner.allocate(8, 8);
        assertThat(direct.raw(SyscallNumber.PIPE2, fds.address(), 0)).isZero();
        return new int[]{fds.get(ValueLayout.JAVA_INT, 0), fds.get(ValueLayout.JAVA_INT, 4)};
    }
}
