package io.sidecore.bench.cache;

import io.sidecore.bench.jmh.PinnedThreadState;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Reads eight bytes anywhere in memory that no cache and, in base pages, no TLB holds. All of it is zero. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RandomReads extends PinnedThreadState {
    private static final int READS = 64;

    /** What the memory is made of. */
    @Param("BASE")
    public Pages pages;
    /** How much, a power of two. */
    @Param("64")
    public int megabytes;

    private Arena arena;
    private MemorySegment memory;
    private long mask;
    private long state;

    /** For JMH. */
    public RandomReads() {}

    /**
     * Maps the memory and touches all of it.
     *
     * @throws IOException if this machine does not have such pages
     */
    @Setup
    public void open() throws IOException {
        long bytes = (long) megabytes << 20;
        arena = Arena.ofConfined();
        memory = pages.open(arena, bytes);
        mask = bytes - Long.BYTES;
        state = 1;
    }

    /** Gives it back. */
    @TearDown
    public void close() {
        arena.close();
    }

    /**
     * Each read at a place that depends on what the one before has found, so that each is waited for.
     *
     * @return the last place
     */
    @Benchmark
    @OperationsPerInvocation(READS)
    public long dependent() {
        long random = state;
        for (int read = 0; read < READS; read++) {
            random = next(random) + memory.get(ValueLayout.JAVA_LONG_UNALIGNED, random >>> 16 & mask);
        }
        state = random;
        return random;
    }

    /**
     * Reads whose places are known beforehand, so that the processor has several under way.
     *
     * @return sum of what was read
     */
    @Benchmark
    @OperationsPerInvocation(READS)
    public long independent() {
        long random = state;
        long sum = 0;
        for (int read = 0; read < READS; read++) {
            sum += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, random >>> 16 & mask);
            random = next(random);
        }
        state = random;
        return sum;
    }

    /** Knuth's MMIX generator; its upper bits are the random ones. */
    private static long next(long random) {
        return random * 6364136223846793005L + 1442695040888963407L;
    }
}
