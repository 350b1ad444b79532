package io.sidecore.memory.access;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * futex(2) on a 32-bit word of shared memory, across processes (not {@code FUTEX_PRIVATE_FLAG}).
 *
 * <p>Sleeping is for one thread at a time of one object, waking for any. No allocation after construction. The thread sleeps in native code: it
 * does not hold up the garbage collector, but a virtual thread holds its carrier.
 */
public final class Futex {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final long SECOND = 1_000_000_000L;

    private static final long NUMBER = switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> 202;
        case "aarch64" -> 98;
        case String other -> throw new UnsatisfiedLinkError("Sidecore knows x86-64 and aarch64, this is " + other);
    };
    // Both take the address of the word as a number: the word may be in any mapping.
    private static final FunctionDescriptor SYSCALL = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
            JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WAIT = Libc.function("syscall", SYSCALL, Linker.Option.firstVariadicArg(1),
            Libc.ERRNO);
    private static final MethodHandle WAKE = Libc.function("syscall", SYSCALL, Linker.Option.firstVariadicArg(1));

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment captured = arena.allocate(Linker.Option.captureStateLayout());
    /** struct timespec: seconds, nanoseconds. */
    private final MemorySegment timeout = arena.allocate(2 * Long.BYTES, Long.BYTES);

    /** Room for what one sleeping thread passes to the kernel. */
    public Futex() {}

    /**
     * Sleeps if the word still has the expected value: the kernel compares and queues in one step, against every {@link #wakeAll}.
     *
     * @param address  absolute, mapped, 4-byte aligned
     * @param expected value of the word
     * @param nanos    longest sleep, positive
     * @return 0 if woken (or for no reason), or {@link Libc#EAGAIN} if the value was another, {@link Libc#EINTR} or
     *         {@link Libc#ETIMEDOUT}
     * @throws IllegalStateException if the kernel refuses the call, in a sandbox for example
     */
    public int sleep(long address, int expected, long nanos) {
        timeout.set(JAVA_LONG, 0, nanos / SECOND);
        timeout.set(JAVA_LONG, Long.BYTES, nanos % SECOND);
        long result;
        try {
            result = (long) WAIT.invokeExact(captured, NUMBER, address, (long) FUTEX_WAIT, (long) expected,
                    timeout.address());
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
        int error = result == -1 ? Libc.errno(captured) : 0;
        if (error != 0 && error != Libc.EAGAIN && error != Libc.EINTR && error != Libc.ETIMEDOUT) {
            throw new IllegalStateException("futex: " + Libc.message(error));
        }
        return error;
    }

    /**
     * Wakes all who sleep on the word, in all processes.
     *
     * @param address absolute, mapped, 4-byte aligned
     */
    public static void wakeAll(long address) {
        try {
            long ignored = (long) WAKE.invokeExact(NUMBER, address, (long) FUTEX_WAKE, (long) Integer.MAX_VALUE, 0L);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }
}
