package io.sidecore.bench.calls.served;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.call.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Tells whether a thread of this process sleeps in the kernel, by its state in {@code /proc}, see proc(5). Asking allocates nothing. */
public final class KernelThread {
    private static final int LONGEST = 512;

    private final DirectCalls calls = new DirectCalls();
    private final MemorySegment text = Arena.ofAuto().allocate(LONGEST);
    private final int fd;

    /**
     * Opens what the kernel tells of a thread.
     *
     * @param tid kernel id of a live thread of this process
     */
    public KernelThread(int tid) {
        fd = (int) calls.openat(SystemCalls.AT_FDCWD, "/proc/self/task/" + tid + "/stat", SystemCalls.O_RDONLY, 0);
        if (fd < 0) {
            throw new IllegalStateException("there is no thread " + tid + ", or /proc is not mounted");
        }
    }

    /** {@return whether it sleeps, and a signal would wake it} */
    public boolean isAsleep() {
        long length = calls.pread(fd, text, 0, LONGEST, 0);
        // Field 3 follows the name, which is in brackets.
        long at = 0;
        while (at < length && text.get(ValueLayout.JAVA_BYTE, at) != ')') {
            at++;
        }
        return at + 2 < length && text.get(ValueLayout.JAVA_BYTE, at + 2) == 'S';
    }

    /**
     * Waits until it sleeps, and for a while longer. Spins.
     *
     * @param nanos the while
     */
    public void awaitSleep(long nanos) {
        while (!isAsleep()) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    /** Closes what was opened. */
    public void close() {
        calls.close(fd);
    }
}
