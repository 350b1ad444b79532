package io.sidecore.syscall;

import java.util.concurrent.CompletionException;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;

/**
 * Executes calls on one syscall thread, pinned to the syscall core (FlexSC, section 3.2).
 *
 * <p>A call that blocks holds up the calls behind it, of every page of this engine.
 */
public final class CoreEngine implements Engine {
    private static final int CLOSE_TIMEOUT_MS = 5000;

    private final int cpu;
    private final IdleStrategy idle;
    private final SyscallAgent agent;
    private final AgentRunner runner;
    private boolean closed;

    private CoreEngine(int cpu, IdleStrategy idle) {
        this.cpu = cpu;
        this.idle = idle;
        this.agent = new SyscallAgent(cpu);
        this.runner = new AgentRunner(idle, this::onError, null, agent);
        AgentRunner.startOnThread(runner, runnable -> Thread.ofPlatform().daemon().unstarted(runnable));
    }

    /** An error in onStart reaches the caller of start by the future; a later one ends the pages, and the thread as uncaught. */
    private void onError(Throwable error) {
        agent.fail();
        if (!agent.started().isCompletedExceptionally()) {
            throw new IllegalStateException("the syscall thread " + agent.roleName() + " has failed", error);
        }
    }

    /**
     * Starts a syscall thread and returns when it is pinned.
     *
     * @param cpu  the syscall core, see {@link io.sidecore.affinity.CorePlan}
     * @param idle how the thread waits for submissions: busy spinning for a core of its own, yielding for a shared one
     * @return the engine
     * @throws io.sidecore.affinity.AffinityException if the thread cannot be pinned to that CPU; no thread is left behind
     */
    public static CoreEngine start(int cpu, IdleStrategy idle) {
        CoreEngine engine = new CoreEngine(cpu, idle);
        try {
            engine.agent.started().join();
            return engine;
        } catch (CompletionException e) {
            engine.runner.close();
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    @Override
    public synchronized SyscallPage register(int entries) {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
        SyscallPage page = new SyscallPage(this, entries, null);
        agent.add(page);
        return page;
    }

    /** {@return calls executed so far; any thread} */
    public long executed() {
        return agent.executed();
    }

    /** {@return the kernel's id of the syscall thread} */
    public int tid() {
        return agent.started().join();
    }

    /** {@return the syscall core} */
    public int cpu() {
        return cpu;
    }

    @Override
    public String describe() {
        return "core: one syscall thread (" + agent.roleName() + ", tid " + tid() + ") pinned to CPU " + cpu
                + ", idle strategy "
                + idle.alias();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        runner.close(CLOSE_TIMEOUT_MS, this::reportStuck);
        closed = true;
    }

    /** Leaves the runner's endless wait: the thread is a daemon, and ends by itself when its call returns. */
    private void reportStuck(Thread stuck) {
        closed = true;
        String call = agent.stuckIn();
        throw new IllegalStateException(
                "the syscall thread " + stuck.getName() + " has not ended within " + CLOSE_TIMEOUT_MS
                        + " ms: " + (call == null ? "it is busy" : "it is in " + call));
    }
}
