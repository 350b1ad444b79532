package io.sidecore.syscall;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sidecore.syscall.call.Conduct;
import io.sidecore.syscall.call.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * System calls on the calling thread, at once, through the foreign-function API and {@code syscall(2)}.
 *
 * <p>What each call returns is the kernel's result: 0 or more, or a negated error number, read within the same downcall. Not
 * thread-safe: one object a thread. No allocation.
 */
public final class DirectCalls implements SystemCalls {
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle CAPTURED_ERRNO = Linker.Option.captureStateLayout()
            .varHandle(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));

    @SuppressWarnings("restricted")
    private static final MethodHandle SYSCALL = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    JAVA_LONG),
            Linker.Option.firstVariadicArg(1), ERRNO);

    private final MemorySegment captured = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    /** Direct calls for one thread. */
    public DirectCalls() {}

    @Override
    public long submit(int number, int arguments, long a0, long a1, long a2, long a3, long a4, long a5, Object held) {
        Conduct.requireAllowed(number);
        long result = execute(number, a0, a1, a2, a3, a4, a5);
        Reference.reachabilityFence(held);
        return result;
    }

    long execute(int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        try {
            long result = (long) SYSCALL.invokeExact(captured, (long) number, a0, a1, a2, a3, a4, a5);
            return result == -1 ? -(int) CAPTURED_ERRNO.get(captured, 0L) : result;
        } catch (Throwable e) {
            throw new AssertionError("a downcall of syscall(2) does not throw", e);
        }
    }
}
