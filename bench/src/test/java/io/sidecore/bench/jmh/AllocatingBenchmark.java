package io.sidecore.bench.jmh;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.PinnedThread;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Allocates as much as it is asked to. Public, because JMH generates a subclass of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AllocatingBenchmark {
    @Param("0")
    public int bytes;
    @Param("true")
    public boolean isPinned;

    private PinnedThread pin;

    @Setup
    public void pin() {
        if (isPinned) {
            pin = PinnedThread.to(CorePlan.automatic().application().id());
        }
    }

    @TearDown
    public void unpin() {
        if (pin != null) {
            pin.close();
        }
    }

    @Benchmark
    public Object allocate() {
        return bytes == 0 ? this : new byte[bytes];
    }
}
