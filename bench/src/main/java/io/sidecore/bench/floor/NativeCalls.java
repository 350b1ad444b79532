package io.sidecore.bench.floor;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What it costs to leave Java and come back, without doing anything there. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NativeCalls {
    /** A native method of the JDK: the JVM's own way, with a handle block and a check for a safepoint. */
    @Benchmark
    public long jni() {
        return Runtime.getRuntime().maxMemory();
    }
}
