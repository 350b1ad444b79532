package io.sidecore.bench.floor;

import io.sidecore.bench.jmh.JmhEntrant;
import io.sidecore.bench.jmh.JmhExperiment;
import java.util.List;

/** What the shortest system call costs by the way it is made. */
public final class SyscallsExperiment implements JmhExperiment {
    /** For the command line. */
    public SyscallsExperiment() {}

    @Override
    public String name() {
        return "syscall";
    }

    @Override
    public String title() {
        return "Time of getppid on the calling thread, by the way it is called";
    }

    @Override
    public String remark() {
        return "A critical downcall holds up every safepoint, so it is no way to call what may block.";
    }

    @Override
    public List<JmhEntrant> entrants() {
        return List.of(entrant("FFM downcall", "downcall"), entrant("FFM downcall, critical", "criticalDowncall"),
                entrant("JNA direct mapping", "jnaDirect"), entrant("JNA interface mapping", "jnaInterface"),
                entrant("DirectCalls", "directCalls").withoutAllocation(),
                entrant("DirectEngine, one entry", "directEngine").withoutAllocation());
    }

    private static JmhEntrant entrant(String name, String method) {
        return new JmhEntrant(name, Syscalls.class, method);
    }
}
