package io.sidecore.syscall;

import io.sidecore.syscall.call.SyscallNumber;
import java.lang.invoke.VarHandle;

/**
 * A full fence in every running thread of this process at once: membarrier(2) with {@code MEMBARRIER_CMD_PRIVATE_EXPEDITED}, Linux 4.14.
 *
 * <p>Where the kernel or a sandbox refuses it, {@link #isAvailable} is false, and the other side has to fence for itself.
 */
final class MemoryBarrier {
    private static final int PRIVATE_EXPEDITED = 1 << 3;
    private static final int REGISTER_PRIVATE_EXPEDITED = 1 << 4;
    private static final boolean AVAILABLE = call(new DirectCalls(), REGISTER_PRIVATE_EXPEDITED) == 0
            && call(new DirectCalls(), PRIVATE_EXPEDITED) == 0;
    private static final ThreadLocal<DirectCalls> CALLS = ThreadLocal.withInitial(DirectCalls::new);

    private MemoryBarrier() {}

    static boolean isAvailable() {
        return AVAILABLE;
    }

    /** On the calling thread always; on the others if available. */
    static void inAllThreads() {
        VarHandle.fullFence();
        if (AVAILABLE && call(CALLS.get(), PRIVATE_EXPEDITED) != 0) {
            throw new IllegalStateException("membarrier was permitted before, and is refused now");
        }
    }

    private static long call(DirectCalls calls, int command) {
        return calls.execute(SyscallNumber.MEMBARRIER, command, 0, 0, 0, 0, 0);
    }
}
