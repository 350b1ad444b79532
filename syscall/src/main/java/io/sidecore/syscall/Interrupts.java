package io.sidecore.syscall;

import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Ends a call that blocks: a signal whose handler does nothing, without {@code SA_RESTART}, so that the call returns EINTR.
 *
 * <p>The handler is the C library's {@code abs}: it takes an {@code int}, touches nothing, and may run at any time. The signal is the
 * greatest real-time one that nobody in the process handles. For one thread at a time.
 */
final class Interrupts {
    private static final int LAST_SIGNAL = 64;
    private static final int FIRST_REAL_TIME = 35;
    /** struct sigaction of the C library: handler, mask of 128 bytes, flags, restorer. */
    private static final long SIGACTION_LENGTH = 152;
    private static final Linker LINKER = Linker.nativeLinker();

    private static final int SIGNAL = install();

    private final DirectCalls calls = new DirectCalls();
    private final int pid = (int) ProcessHandle.current().pid();

    @SuppressWarnings("restricted")
    private static int install() {
        MethodHandle sigaction = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("sigaction"),
                FunctionDescriptor
                        .of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        MemorySegment handler = LINKER.defaultLookup().findOrThrow("abs");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(SIGACTION_LENGTH, 8);
            MemorySegment former = arena.allocate(SIGACTION_LENGTH, 8);
            action.set(ValueLayout.ADDRESS, 0, handler);
            // 62 is what the JDK's channels use.
            for (int signal = LAST_SIGNAL - 3; signal >= FIRST_REAL_TIME; signal--) {
                int asked = (int) sigaction.invokeExact(signal, MemorySegment.NULL, former);
                if (asked == 0 && former.get(ValueLayout.JAVA_LONG, 0) == 0) {
                    int set = (int) sigaction.invokeExact(signal, action, MemorySegment.NULL);
                    if (set == 0) {
                        return signal;
                    }
                }
            }
        } catch (Throwable e) {
            throw new AssertionError("a downcall does not throw", e);
        }
        throw new IllegalStateException("no real-time signal is free: calls that block cannot be cancelled");
    }

    /** Interrupts the thread if it is in a call that can be interrupted. To be repeated: the kernel may have no room for another signal. */
    void send(int tid) {
        long result = calls.execute(SyscallNumber.TGKILL, pid, tid, SIGNAL, 0, 0, 0);
        if (result < 0 && result != -Errno.ESRCH && result != -Errno.EAGAIN) {
            throw new IllegalStateException("tgkill of thread " + tid + ": " + Errno.describe(result));
        }
    }
}
