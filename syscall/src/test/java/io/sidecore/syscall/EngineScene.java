package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What tests of the core engine have in common: pipes to wait on, results to look at, and an end that leaves nothing behind. */
@Timeout(60)
abstract class EngineScene {
    /** What a pipe holds. */
    static final int PIPE = 1 << 16;
    /** Another one by {@code -Dsidecore.seed=...}: messages of failures name it. */
    static final long SEED = Long.getLong("sidecore.seed", 20101004);

    final IdleStrategy idle = new Yielding();
    final DirectCalls direct = new DirectCalls();
    final long parent = direct.getppid();
    final MemorySegment buffer = Arena.ofAuto().allocate(PIPE, 64);
    final Map<Long, Long> results = new HashMap<>();
    final CompletionHandler keep = (token, result) -> assertThat(results.put(token, result))
            .as("an earlier result of call " + SyscallPage.sequence(token)).isNull();
    private final List<Integer> descriptors = new ArrayList<>();
    private final List<CoreEngine> engines = new ArrayList<>();

    /** Ends when the test's time is over. */
    private static final class Yielding implements IdleStrategy {
        @Override
        public void idle() {
            if (Thread.interrupted()) {
                throw new AssertionError("still nothing at the end of the test's time");
            }
            Thread.yield();
        }

        @Override
        public void idle(int workCount) {
            if (workCount == 0) {
                idle();
            }
        }

        @Override
        public void reset() {}
    }

    /** How many times the usual number of rounds: {@code -Dsidecore.rounds=...}. */
    static int rounds(int usual) {
        return usual * Integer.getInteger("sidecore.rounds", 1);
    }

    static CoreOptions options() {
        return CoreOptions.on(CpuSet.allowed().first()).idling(YieldingIdleStrategy::new);
    }

    /** Closed at the end of the test, if not before. */
    CoreEngine start(CoreOptions options) {
        CoreEngine engine = CoreEngine.start(options);
        engines.add(engine);
        return engine;
    }

    /** Read end and write end, closed at the end of the test. */
    int[] openPipe() {
        MemorySegment fds = Arena.ofAuto().allocate(8, 8);
        assertThat(direct.raw(SyscallNumber.PIPE2, fds.address(), 0)).isZero();
        return new int[]{keep(fds.get(ValueLayout.JAVA_INT, 0)), keep(fds.get(ValueLayout.JAVA_INT, 4))};
    }

    /** Has the descriptor closed at the end of the test. */
    int keep(int fd) {
        assertThat(fd).isNotNegative();
        descriptors.add(fd);
        return fd;
    }

    /** A pipe to which nobody can write without waiting. */
    int[] openFullPipe() {
        int[] pipe = openPipe();
        assertThat(direct.write(pipe[1], buffer, 0, PIPE)).isEqualTo(PIPE);
        return pipe;
    }

    void closeDescriptors() {
        descriptors.forEach(direct::close);
        descriptors.clear();
    }

    void awaitAll(SyscallPage page) {
        while (page.inFlight() > 0) {
            page.await(keep, idle);
        }
    }

    void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            idle.idle();
        }
    }

    /** Those of engines, of this process. */
    static long engineThreads() {
        Thread[] all = new Thread[10_000];
        int count = Thread.currentThread().getThreadGroup().enumerate(all);
        return Arrays.stream(all, 0, count).filter(thread -> thread.getName().startsWith("sidecore-")).count();
    }

    @AfterEach
    void end() {
        closeDescriptors();
        engines.forEach(CoreEngine::close);
    }
}
