package io.sidecore.affinity;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Reads and writes the set of CPUs the kernel keeps for each thread; turns its refusals into sentences. */
final class ThreadMask {
    /** The calling kernel thread, for both calls. */
    static final int SELF = 0;
    /** 1024 CPUs: enough for one call on nearly every kernel. */
    private static final int USUAL_BYTES = 128;

    private ThreadMask() {}

    static CpuSet read(int tid) {
        return read(tid, USUAL_BYTES);
    }

    /** Doubles the mask from {@code bytes} on, because the kernel tells that it is too short but not how long it must be. */
    static CpuSet read(int tid, int bytes) {
        for (int length = bytes;; length *= 2) {
            byte[] mask = new byte[length];
            try {
                Libc.loaded().sched_getaffinity(tid, new NativeLong(length), mask);
                return CpuSet.fromMask(mask);
            } catch (LastErrorException e) {
                if (e.getErrorCode() != Libc.EINVAL || length >= CpuSet.MAX_CPUS / Byte.SIZE) {
                    throw refused("read", tid, null, e);
                }
            }
        }
    }

    static void write(int tid, CpuSet cpus) {
        byte[] mask = cpus.toMask();
        try {
            Libc.loaded().sched_setaffinity(tid, new NativeLong(mask.length), mask);
        } catch (LastErrorException e) {
            throw refused("set", tid, cpus, e);
        }
    }

    /**
     * Every CPU the kernel would grant: asks for all and reads what is left. It is asked on a thread made for it, so that nobody else's
     * set is widened, not even for a moment.
     */
    static CpuSet grantable() {
        FutureTask<CpuSet> probe = new FutureTask<>(() -> {
            try {
                write(SELF, CpuSet.range(0, CpuSet.MAX_CPUS - 1));
            } catch (AffinityException e) {
                // A sandbox that forbids the call leaves what this thread inherited, and the read below returns just that.
                if (e.errno() == 0) {
                    throw e;
                }
            }
            return read(SELF);
        });
        Thread.ofPlatform().daemon().name("sidecore-cpu-probe").start(probe);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return probe.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new AffinityException("Cannot find out which CPUs may be used: " + e.getCause().getMessage(),
                            e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@code cpus} is null for a read. */
    static AffinityException refused(String verb, int tid, CpuSet cpus, LastErrorException cause) {
        String call = "set".equals(verb) ? "sched_setaffinity" : "sched_getaffinity";
        String what = "Cannot " + verb + " the CPUs of " + (tid == SELF ? "this thread" : "thread " + tid)
                + (cpus == null ? "" : " to [" + cpus + "]") + ": ";
        String why = switch (cause.getErrorCode()) {
            case Libc.EPERM ->
                "not permitted (EPERM). The caller needs the same effective user as that thread or CAP_SYS_NICE, and a "
                        + "seccomp filter, if there is one, must let " + call + " through";
            case Libc.ESRCH -> "there is no such thread (ESRCH)";
            case Libc.EINVAL ->
                "the kernel finds no CPU to use (EINVAL): none of them is online and in the cpuset, or the thread "
                        + "belongs to the kernel";
            case Libc.ENOSYS -> call + " is not available here (ENOSYS)";
            default -> call + " failed: " + cause.getMessage();
        };
        return new AffinityException(what + why, cause);
    }
}
