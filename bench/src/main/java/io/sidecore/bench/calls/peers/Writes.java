package io.sidecore.bench.calls.peers;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.bench.calls.served.RecordFile;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the benchmarks have in common: a file, the application's CPU, and a look at the file in the end. All on the measuring thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class Writes {
    /** Calls of the ways that overlap them. */
    static final int IN_FLIGHT = 16;

    private final RecordFile file = new RecordFile();
    private PinnedThread pin;

    /** For subclasses. */
    protected Writes() {}

    /**
     * Opens what the benchmark writes through, and pins the thread.
     *
     * @throws Exception if that fails
     */
    @Setup(Level.Trial)
    public final void start() throws Exception {
        // Before the pin, which threads that it starts would inherit.
        open();
        if (isPinned()) {
            pin = PinnedThread.to(CorePlan.automatic().application().id());
        }
    }

    /**
     * Closes all, when the file has proved that every write was made.
     *
     * @throws Exception if that fails
     */
    @TearDown(Level.Trial)
    public final void stop() throws Exception {
        if (pin != null) {
            pin.close();
        }
        close();
        file.requireAllWritten();
        file.close();
    }

    /**
     * Opens the way into the kernel, on a thread that may run on all CPUs.
     *
     * @throws Exception if that fails
     */
    protected void open() throws Exception {}

    /**
     * Closes it, and waits for what is under way.
     *
     * @throws Exception if that fails
     */
    protected void close() throws Exception {}

    /** {@return whether the measuring thread stays on the application's CPU} */
    protected boolean isPinned() {
        return true;
    }

    /** {@return the file to write to} */
    protected final RecordFile file() {
        return file;
    }

    /**
     * Looks at a result.
     *
     * @param result of a write
     * @return the same
     * @throws IllegalStateException if it is another than the bytes of a record
     */
    protected static long checked(long result) {
        if (result != RecordFile.LENGTH) {
            throw new IllegalStateException("a write has returned " + result);
        }
        return result;
    }
}
