package io.sidecore.bench.floor;

import io.sidecore.bench.jmh.PinnedThreadState;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import java.util.zip.Adler32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * What it costs to leave Java and come back, without doing anything there: {@code getpagesize}, which on Linux returns a variable, and for
 * JNI, whose functions must be the JDK's own here, the two nearest to that.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NativeCalls extends PinnedThreadState {
    private static final MethodHandle PLAIN = Downcalls.of("getpagesize");
    private static final MethodHandle CRITICAL = Downcalls.of("getpagesize", Downcalls.CRITICAL);

    private final Adler32 checksum = new Adler32();

    /** For JMH. */
    public NativeCalls() {}

    /** A native method of the JDK: the JVM's own way, with a handle block and a check for a safepoint. */
    @Benchmark
    public long jni() {
        return Runtime.getRuntime().maxMemory();
    }

    /** A native method that does not turn to the JVM: a checksum of one byte. */
    @Benchmark
    public void jniWithoutTheVm() {
        checksum.update(1);
    }

    /** A downcall that another thread's safepoint need not wait for. */
    @Benchmark
    public int downcall() throws Throwable {
        return (int) PLAIN.invokeExact();
    }

    /** A downcall that is not told to the JVM. */
    @Benchmark
    public int criticalDowncall() throws Throwable {
        return (int) CRITICAL.invokeExact();
    }

    /** JNA's native method. */
    @Benchmark
    public int jnaDirect() {
        return DirectMapped.getpagesize();
    }

    /** JNA's proxy. */
    @Benchmark
    public int jnaInterface() {
        return InterfaceMapped.LIBC.getpagesize();
    }
}
