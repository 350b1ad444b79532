package io.sidecore.memory.access;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's functions that create shared memory. Any thread; they allocate.
 *
 * <p>Where a function reports an error it is returned as a number of {@code errno(3)}, the same on x86-64 and aarch64.
 */
public final class Libc {
    /** Interrupted by a signal. */
    public static final int EINTR = 4;
    /** Not now, or not the expected value. */
    public static final int EAGAIN = 11;
    /** Out of memory. */
    public static final int ENOMEM = 12;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** No space left on device. */
    public static final int ENOSPC = 28;
    /** Time-out. */
    public static final int ETIMEDOUT = 110;

    static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle CAPTURED_ERRNO = Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final int O_RDWR_CLOEXEC = 0x80002;
    private static final int F_ADD_SEALS = 1033;

    private static final MethodHandle MEMFD_CREATE = function("memfd_create",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle OPEN = function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(2), ERRNO);
    private static final MethodHandle FCNTL = function("fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2), ERRNO);
    private static final MethodHandle POSIX_FALLOCATE = function("posix_fallocate",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle STRERROR = function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    @SuppressWarnings("restricted")
    static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    static int errno(MemorySegment captured) {
        return (int) CAPTURED_ERRNO.get(captured, 0L);
    }

    /**
     * memfd_create(2).
     *
     * @param name  of the memory
     * @param flags {@code MFD_...}
     * @return the descriptor, or a negated error number
     */
    public static int memfdCreate(String name, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(Linker.Option.captureStateLayout());
            int result = (int) MEMFD_CREATE.invokeExact(captured, arena.allocateFrom(name), flags);
            return result == -1 ? -errno(captured) : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * open(2) of an existing file, to read and write, not inherited by child processes.
     *
     * @param path of the file
     * @return the descriptor, or a negated error number
     */
    public static int openReadWrite(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(Linker.Option.captureStateLayout());
            int result = (int) OPEN.invokeExact(captured, arena.allocateFrom(path), O_RDWR_CLOEXEC);
            return result == -1 ? -errno(captured) : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * fcntl(2) with {@code F_ADD_SEALS}.
     *
     * @param descriptor of a memfd
     * @param seals      {@code F_SEAL_...}
     * @return 0, or an error number
     */
    public static int addSeals(int descriptor, int seals) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(Linker.Option.captureStateLayout());
            int result = (int) FCNTL.invokeExact(captured, descriptor, F_ADD_SEALS, seals);
            return result == -1 ? errno(captured) : 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * posix_fallocate(3) from the start of the file.
     *
     * @param descriptor of a file open for writing
     * @param size       bytes
     * @return 0, or an error number
     */
    public static int posixFallocate(int descriptor, long size) {
        try {
            return (int) POSIX_FALLOCATE.invokeExact(descriptor, 0L, size);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * close(2).
     *
     * @param descriptor to close; its errors have no consequence
     */
    public static void close(int descriptor) {
        try {
            int ignored = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * strerror(3).
     *
     * @param errno error number, positive
     * @return the C library's message and the number
     */
    @SuppressWarnings("restricted")
    public static String message(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0) + " (errno " + errno + ")";
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static AssertionError unexpected(Throwable e) {
        return new AssertionError("a downcall does not throw", e);
    }
}
