package io.sidecore.affinity;

/**
 * The calling thread, held on one CPU until it is closed.
 *
 * <pre>{@code
 *   try (PinnedThread pin = PinnedThread.to(plan.application().id())) {
 *       ... // runs on that CPU only
 *   }       // the former set is back
 * }</pre>
 *
 * <p>Threads that are started meanwhile inherit the one CPU, as Linux threads do; each pins itself to its own. Pins nest when they are
 * closed in reverse order. Pinning keeps this thread on a CPU; it does not keep others off it: see {@link ConfinedThreads}, or isolate the
 * CPU at boot. The limit is the cpuset ({@link CpuSet#grantable}); {@code taskset} is no limit to the kernel, nor here.
 *
 * <p>All methods are for the pinned thread alone, except where they say otherwise.
 */
public final class PinnedThread implements AutoCloseable {
    private final Thread owner;
    private final int tid;
    private final int cpu;
    private final CpuSet former;
    /** Read and written by the owner only. */
    private boolean closed;

    private PinnedThread(int tid, int cpu, CpuSet former) {
        this.owner = Thread.currentThread();
        this.tid = tid;
        this.cpu = cpu;
        this.former = former;
    }

    /**
     * Pins the calling thread, and reads back that it is. On failure its set of CPUs is as it was.
     *
     * @param cpu the kernel's number
     * @return the pin; closing it restores the former set
     * @throws IllegalArgumentException if the number is negative or at least {@link CpuSet#MAX_CPUS}
     * @throws IllegalStateException    if the caller is a virtual thread: it would pin a carrier that others use
     * @throws AffinityException        if the CPU does not exist, is offline, is outside the cpuset, or the kernel does not permit it; the
     *                                  message names the CPU and what is allowed. sched_setaffinity(2)
     */
    public static PinnedThread to(int cpu) {
        CpuSet wanted = CpuSet.of(cpu);
        CurrentThread.requirePlatform("be pinned");
        // All that may be missing here is asked before anything changes, so that a failure leaves nothing to undo.
        int tid = CurrentThread.tid();
        CurrentThread.cpu();
        CpuSet former = ThreadMask.read(ThreadMask.SELF);
        try {
            ThreadMask.write(ThreadMask.SELF, wanted);
        } catch (AffinityException e) {
            throw e.errno() == Libc.EINVAL ? unusable(cpu, e) : e;
        }
        CpuSet found = ThreadMask.read(ThreadMask.SELF);
        int at = CurrentThread.cpu();
        if (!found.equals(wanted) || at != cpu) {
            ThreadMask.write(ThreadMask.SELF, former);
            throw new AffinityException(
                    "Pinning to CPU " + cpu + " did not hold: the kernel reports CPUs [" + found + "] and runs this "
                            + "thread on CPU " + at + "; something else sets affinities here");
        }
        return new PinnedThread(tid, cpu, former);
    }

    private static AffinityException unusable(int cpu, AffinityException cause) {
        CpuSet grantable = CpuSet.grantable();
        CpuSet online = Topology.system().online();
        String why = online.contains(cpu)
                ? "is not allowed: it is outside the cpuset of this process"
                : "does not exist or is offline";
        return new AffinityException(
                "CPU " + cpu + " " + why + "; allowed: [" + grantable + "], online: [" + online + "]", cause);
    }

    /**
     * The CPU it is held on. Any thread may ask.
     *
     * @return the kernel's number
     */
    public int cpu() {
        return cpu;
    }

    /**
     * The kernel's id of the pinned thread, as {@link ConfinedThreads} wants it for an exception. Any thread may ask.
     *
     * @return the id; gettid(2)
     */
    public int tid() {
        return tid;
    }

    /**
     * The set that {@link #close} restores. Any thread may ask.
     *
     * @return the CPUs the thread had before
     */
    public CpuSet former() {
        return former;
    }

    /**
     * Gives the thread its former set back, even if something else has changed the set meanwhile. A second call does nothing.
     *
     * @throws IllegalStateException if called on another thread; the pin stays
     * @throws AffinityException     if the kernel refuses, for example because all former CPUs have gone offline
     */
    @Override
    public void close() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("The pin of thread " + owner.getName() + " (" + tid + ") to CPU " + cpu
                    + " must be closed on that thread, not on " + Thread.currentThread().getName());
        }
        if (!closed) {
            ThreadMask.write(ThreadMask.SELF, former);
            closed = true;
        }
    }

    /** Names thread, CPU and former set. */
    @Override
    public String toString() {
        return "Thread " + owner.getName() + " (" + tid + ") pinned to CPU " + cpu + ", formerly [" + former + "]";
    }
}
