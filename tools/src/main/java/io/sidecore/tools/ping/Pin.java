package io.sidecore.tools.ping;

import io.sidecore.affinity.AffinityException;
import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.CpuSet;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.tools.CommandFailed;
import java.io.PrintWriter;
import java.util.function.Function;

/** Puts a side on its CPU: the one that was asked for, or one of the core plan's pair. */
final class Pin implements AutoCloseable {
    private final PinnedThread thread;

    private Pin(PinnedThread thread) {
        this.thread = thread;
    }

    /** Not being able to pin is an error only if a CPU was asked for. */
    static Pin to(Integer asked, Function<CorePlan, io.sidecore.affinity.Cpu> choice, PrintWriter warnings) {
        try {
            return new Pin(PinnedThread.to(asked == null ? choice.apply(CorePlan.automatic()).id() : asked));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed("--cpu " + asked + ": " + e.getMessage());
        } catch (AffinityException e) {
            if (asked != null) {
                throw e;
            }
            warnings.println("sidecore: warning: not pinned, latencies will vary: " + e.getMessage());
            warnings.flush();
            return new Pin(null);
        }
    }

    /** Whether this side can be where it was told to be; to be asked before anything is started. */
    static boolean isPossible(Integer asked) {
        try {
            return asked == null || asked >= 0 && CpuSet.grantable().contains(asked);
        } catch (AffinityException e) {
            // Pinning will say why.
            return true;
        }
    }

    int cpu() {
        return thread == null ? Protocol.UNPINNED : thread.cpu();
    }

    /** {@code on CPU 1}, or that it is not pinned. */
    static String describe(int cpu) {
        return cpu == Protocol.UNPINNED ? "not pinned" : "on CPU " + cpu;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.close();
        }
    }
}
