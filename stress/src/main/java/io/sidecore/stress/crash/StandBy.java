package io.sidecore.stress.crash;

import io.sidecore.stress.crash.trial.Violation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Worker processes, some of which are being started while others are killed. Thread-safe. */
final class StandBy implements AutoCloseable {
    private static final int AHEAD = 2;

    /** How one is started. */
    interface Start {
        Process start() throws IOException;
    }

    private final Start start;
    private final Consumer<Process> postMortem;
    private final Deque<Process> waiting = new ArrayDeque<>();
    private final List<Process> working = new ArrayList<>();
    private final AtomicLong killed = new AtomicLong();
    private boolean isClosed;

    /** {@code postMortem}: looks at each one that has ended, and throws a violation if it has crashed. */
    StandBy(Start start, Consumer<Process> postMortem) {
        this.start = start;
        this.postMortem = postMortem;
    }

    /** A fresh worker that waits for its orders. */
    synchronized Process take() throws IOException {
        if (isClosed) {
            throw new Violation("the run is over");
        }
        while (waiting.size() <= AHEAD) {
            waiting.add(start.start());
        }
        Process process = waiting.remove();
        working.add(process);
        return process;
    }

    /** Ends a worker by SIGKILL, unless it has come to an end already; returns the code that it ended with. A crash of its JVM is a violation. */
    int kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        int code = process.waitFor();
        synchronized (this) {
            working.remove(process);
        }
        postMortem.accept(process);
        return code;
    }

    /** A process has been ended by SIGKILL, whoever has sent it. */
    void countKill() {
        killed.incrementAndGet();
    }

    long killed() {
        return killed.get();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        waiting.forEach(Process::destroyForcibly);
        working.forEach(Process::destroyForcibly);
    }
}
