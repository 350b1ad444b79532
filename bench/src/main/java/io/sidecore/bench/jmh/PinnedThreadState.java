package io.sidecore.bench.jmh;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.PinnedThread;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What every benchmark extends: its thread is held on the application's CPU, the one that the interleaved rig's leader has. For benchmarks of
 * one thread; JMH calls both methods on it.
 */
@State(Scope.Thread)
public class PinnedThreadState {
    private PinnedThread pin;

    /** For subclasses. */
    protected PinnedThreadState() {}

    /** Before the first iteration. */
    @Setup(Level.Trial)
    public final void pin() {
        pin = PinnedThread.to(CorePlan.automatic().application().id());
    }

    /** After the last iteration. */
    @TearDown(Level.Trial)
    public final void unpin() {
        pin.close();
    }
}
