package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.jmh.PinnedThreadState;
import io.sidecore.bench.rig.Contender;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Both sides of a contender on one thread, 64 messages at a time: what the instructions take when no line travels. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OneThreadLoop extends PinnedThreadState {
    private static final int BATCH = 64;

    /** What carries the messages. */
    public enum Ring {
        /** {@link AgronaOneToOneClaim}. */
        AGRONA_1_1(AgronaOneToOneClaim::new),
        /** {@link AgronaManyToOne}. */
        AGRONA_N_1(() -> new AgronaManyToOne(1)),
        /** {@link JctoolsSpsc}. */
        JCTOOLS(JctoolsSpsc::new),
        /** {@link SpscOneByOne}. */
        SPSC(() -> new SpscOneByOne(64)),
        /** {@link SpscBatches}. */
        SPSC_BATCHES(() -> new SpscBatches(64, 16)),
        /** {@link MpscOneByOne}. */
        MPSC(() -> new MpscOneByOne(1, 64)),
        /** {@link LanesOneByOne}. */
        LANES(() -> new LanesOneByOne(1));

        private final Supplier<Contender> open;

        Ring(Supplier<Contender> open) {
            this.open = open;
        }
    }

    /** What is measured. */
    @Param("SPSC")
    public Ring ring;

    private Contender contender;

    /** For JMH. */
    public OneThreadLoop() {}

    /** Opens the ring. */
    @Setup(Level.Trial)
    public void open() {
        contender = ring.open.get();
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
        contender.close();
    }

    /** Sends 64 messages and takes them, which throws if one is missing or another. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void messages() {
        contender.lead(0, BATCH);
        contender.follow(BATCH);
    }
}
