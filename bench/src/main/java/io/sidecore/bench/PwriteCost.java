package io.sidecore.bench;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.syscall.CompletionHandler;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.SystemCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a 64-byte {@code pwrite} to the page cache costs the application core: direct, and through a page in bursts, where
 * submitting and reaping are timed apart and the service, on the other core, is not. The page's cost is the sum of the two.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PwriteCost {
    private static final int BURST = 256;
    private static final int LENGTH = 64;

    /** A file, a buffer, a page; the measuring thread pinned to the application core. */
    @State(Scope.Thread)
    public static class Target {
        private final DirectCalls calls = new DirectCalls();
        private Path file;
        private PinnedThread pin;
        private CoreEngine engine;
        private SyscallPage page;
        private MemorySegment buffer;
        private int fd;
        private long taken;
        private final CompletionHandler take = (token, result) -> taken += result;

        @Setup
        public void open() throws IOException {
            CorePlan plan = CorePlan.automatic();
            engine = CoreEngine.start(plan.syscall().id(), new BusySpinIdleStrategy());
            page = engine.register();
            pin = PinnedThread.to(plan.application().id());
            buffer = page.allocate(LENGTH, LENGTH);
            file = Files.createTempFile("sidecore-bench-", ".data");
            fd = (int) calls.openat(SystemCalls.AT_FDCWD, file.toString(), SystemCalls.O_RDWR, 0);
        }

        void submit() {
            for (int i = 0; i < BURST; i++) {
                page.pwrite(fd, buffer, 0, LENGTH, 0);
            }
        }

        int reap() {
            return page.poll(take, BURST);
        }

        /** Waits at the engine's own counter, not at the entries, so that these stay in the other core's cache. */
        void awaitService() {
            while (engine.executed() < page.submitted()) {
                Thread.onSpinWait();
            }
        }

        @TearDown
        public void close() throws IOException {
            awaitService();
            while (page.inFlight() > 0) {
                reap();
            }
            pin.close();
            engine.close();
            calls.close(fd);
            Files.delete(file);
        }
    }

    /** Nothing in flight at the start of each burst. A subclass, because JMH would give a dependent state a target of its own. */
    public static class Drained extends Target {
        @Setup(Level.Invocation)
        public void drain() {
            awaitService();
            reap();
        }
    }

    /** A burst that is done, and not yet reaped. */
    public static class Served extends Target {
        @Setup(Level.Invocation)
        public void serve() {
            submit();
            awaitService();
        }
    }

    @Benchmark
    public long direct(Target target) {
        return target.calls.pwrite(target.fd, target.buffer, 0, LENGTH, 0);
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public void pageSubmit(Drained target) {
        target.submit();
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public int pageReap(Served target) {
        return target.reap();
    }
}
