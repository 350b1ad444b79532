package io.sidecore.affinity;

import com.sun.jna.LastErrorException;
import java.util.function.IntSupplier;

/**
 * What the kernel calls the calling thread, and where it runs.
 *
 * <p>For platform threads only. A virtual thread has no kernel thread of its own, only a carrier for the time being, so an answer would be
 * stale at once.
 */
public final class CurrentThread {
    private CurrentThread() {}

    /**
     * The kernel's id of the calling thread: the name of its folder under {@code /proc/self/task}. Not {@link Thread#threadId()}.
     *
     * @return the id, unique in the system while the thread lives; gettid(2)
     * @throws IllegalStateException if the caller is a virtual thread
     * @throws AffinityException     if the call cannot be made
     */
    public static int tid() {
        requirePlatform("ask for a kernel thread id");
        return ask("gettid", Libc.loaded()::gettid);
    }

    /**
     * The CPU the calling thread runs on, which stays true only while the thread is pinned.
     *
     * @return the CPU's number; sched_getcpu(3)
     * @throws IllegalStateException if the caller is a virtual thread
     * @throws AffinityException     if the call cannot be made
     */
    public static int cpu() {
        requirePlatform("ask for its CPU");
        return ask("sched_getcpu", Libc.loaded()::sched_getcpu);
    }

    /**
     * The CPUs the calling thread may run on now: one when it is pinned.
     *
     * @return the set, never empty; sched_getaffinity(2)
     * @throws IllegalStateException if the caller is a virtual thread
     * @throws AffinityException     if the call cannot be made
     */
    public static CpuSet allowed() {
        requirePlatform("ask for its CPUs");
        return ThreadMask.read(ThreadMask.SELF);
    }

    private static int ask(String call, IntSupplier libc) {
        try {
            return libc.getAsInt();
        } catch (LastErrorException | UnsatisfiedLinkError e) {
            // A C library older than the function does not have the symbol; JNA looks it up on the first call.
            throw new AffinityException(call + " is not available here: " + e.getMessage(), e);
        }
    }

    static void requirePlatform(String purpose) {
        Thread thread = Thread.currentThread();
        if (thread.isVirtual()) {
            throw new IllegalStateException("A virtual thread cannot " + purpose
                    + ": it has no kernel thread of its own and changes "
                    + "carriers whenever it blocks. Use a platform thread, for example Thread.ofPlatform(); caller: "
                    + thread);
        }
    }
}
