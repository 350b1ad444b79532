package io.sidecore.bench.floor;

import io.sidecore.bench.jmh.PinnedThreadState;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.DirectEngine;
import io.sidecore.syscall.SyscallPage;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** getppid(2), the system call that does the least, on the calling thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Syscalls extends PinnedThreadState {
    private static final MethodHandle PLAIN = Downcalls.of("getppid");
    private static final MethodHandle CRITICAL = Downcalls.of("getppid", Downcalls.CRITICAL);

    private final DirectCalls calls = new DirectCalls();
    private final IdleStrategy idle = BusySpinIdleStrategy.INSTANCE;
    private DirectEngine engine;
    private SyscallPage page;

    /** For JMH. */
    public Syscalls() {}

    /** A page is of the thread that registers. */
    @Setup
    public void open() {
        engine = new DirectEngine();
        page = engine.register();
    }

    /** Ends both. */
    @TearDown
    public void close() {
        page.close();
        engine.close();
    }

    /** A downcall of the C library's function. */
    @Benchmark
    public int downcall() throws Throwable {
        return (int) PLAIN.invokeExact();
    }

    /** The same, not told to the JVM. */
    @Benchmark
    public int criticalDowncall() throws Throwable {
        return (int) CRITICAL.invokeExact();
    }

    /** JNA's native method. */
    @Benchmark
    public int jnaDirect() {
        return DirectMapped.getppid();
    }

    /** JNA's proxy. */
    @Benchmark
    public int jnaInterface() {
        return InterfaceMapped.LIBC.getppid();
    }

    /** Through {@code syscall(2)}, with the refusals of the library and the error number. */
    @Benchmark
    public long directCalls() {
        return calls.getppid();
    }

    /** An entry of a page, executed when it is submitted. */
    @Benchmark
    public long directEngine() {
        return page.await(page.getppid(), idle);
    }
}
