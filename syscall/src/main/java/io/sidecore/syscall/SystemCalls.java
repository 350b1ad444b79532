package io.sidecore.syscall;

import static io.sidecore.syscall.SyscallNumber.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Linux calls by name, with the arguments of their man pages.
 *
 * <p>What a method returns depends on the form. {@link DirectCalls} returns the kernel's result: 0 or more, or a negated error
 * number ({@link Errno#describe}). {@link SyscallPage} returns the token of the submission, 0 or more, or
 * {@link SyscallPage#FULL}; the result comes with {@code poll} or {@code await}. Short reads and writes, and EINTR, surface as
 * they are.
 *
 * <p>Buffers are off-heap segments; heap segments are refused, because the collector moves them. A buffer is kept reachable
 * until the call has its result (the address of {@link #sendto} is the caller's to keep), but a closeable arena must stay open that long: the kernel works on its addresses. Every
 * method throws {@link IllegalArgumentException} for a heap segment, a closed one, or a read-only one that the kernel would
 * write to, and {@link IndexOutOfBoundsException} for bytes outside of the segment. None allocates, but for those that take a
 * path.
 */
public abstract sealed class SystemCalls permits DirectCalls, SyscallPage {
    /** {@code openat} relative to the working directory. */
    public static final int AT_FDCWD = -100;
    /** {@code openat}: read only. */
    public static final int O_RDONLY = 0;
    /** {@code openat}: write only. */
    public static final int O_WRONLY = 1;
    /** {@code openat}: read and write. */
    public static final int O_RDWR = 2;
    /** {@code openat}: create if missing. */
    public static final int O_CREAT = 0100;
    /** {@code openat}: fail if it exists. */
    public static final int O_EXCL = 0200;
    /** {@code openat}: cut to length 0. */
    public static final int O_TRUNC = 01000;
    /** {@code openat}: close on exec. */
    public static final int O_CLOEXEC = 02000000;
    /** IPv4. */
    public static final int AF_INET = 2;
    /** IPv6. */
    public static final int AF_INET6 = 10;
    /** A socket of datagrams. */
    public static final int SOCK_DGRAM = 2;
    /** A socket that is closed on exec. */
    public static final int SOCK_CLOEXEC = 02000000;
    /** {@code sendto}, {@code recvfrom}: fail with EAGAIN rather than block. */
    public static final int MSG_DONTWAIT = 0x40;

    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7FF;
    private static final MemorySegment EMPTY_PATH = Arena.global().allocateFrom("");

    SystemCalls() {}

    /** Carries one call out, or submits it; arguments have been checked. */
    abstract long submit(int number, int arguments, long a0, long a1, long a2, long a3, long a4, long a5,
            MemorySegment held);

    /**
     * Any call, by its number, with bare arguments. Pointers among them must stay valid until the call has its result; a wrong
     * one is the kernel's EFAULT at best and overwrites the JVM's memory at worst.
     *
     * @param number    of the call, see {@link SyscallNumber}
     * @param arguments as the kernel takes them, at most six
     * @return result or token
     * @throws IllegalArgumentException if there are more than six arguments, the number is out of range, or the call is refused
     *                                  because it depends on the calling thread or would break the JVM
     */
    public final long raw(int number, long... arguments) {
        if (arguments.length > 6) {
            throw new IllegalArgumentException(arguments.length + " arguments: the kernel takes at most six");
        }
        if (number < 0 || number > 0xFFFF) {
            throw new IllegalArgumentException("system call " + number + ": not a number from 0 to 65535");
        }
        RefusedCalls.check(number);
        long[] a = java.util.Arrays.copyOf(arguments, 6);
        return submit(number, arguments.length, a[0], a[1], a[2], a[3], a[4], a[5], null);
    }

    /**
     * {@code read(2)}.
     *
     * @param fd     descriptor
     * @param buffer written by the kernel
     * @param offset first byte in the buffer
     * @param length bytes at most
     * @return result (bytes read, 0 at the end) or token
     */
    public final long read(int fd, MemorySegment buffer, long offset, long length) {
        return submit(READ, 3, fd, writable(buffer, offset, length), length, 0, 0, 0, buffer);
    }

    /**
     * {@code write(2)}.
     *
     * @param fd     descriptor
     * @param buffer read by the kernel
     * @param offset first byte in the buffer
     * @param length bytes
     * @return result (bytes written, possibly fewer) or token
     */
    public final long write(int fd, MemorySegment buffer, long offset, long length) {
        return submit(WRITE, 3, fd, readable(buffer, offset, length), length, 0, 0, 0, buffer);
    }

    /**
     * {@code pread(2)}.
     *
     * @param fd       descriptor
     * @param buffer   written by the kernel
     * @param offset   first byte in the buffer
     * @param length   bytes at most
     * @param position in the file
     * @return result (bytes read, 0 at the end) or token
     */
    public final long pread(int fd, MemorySegment buffer, long offset, long length, long position) {
        return submit(PREAD64, 4, fd, writable(buffer, offset, length), length, position, 0, 0, buffer);
    }

    /**
     * {@code pwrite(2)}.
     *
     * @param fd       descriptor
     * @param buffer   read by the kernel
     * @param offset   first byte in the buffer
     * @param length   bytes
     * @param position in the file
     * @return result (bytes written, possibly fewer) or token
     */
    public final long pwrite(int fd, MemorySegment buffer, long offset, long length, long position) {
        return submit(PWRITE64, 4, fd, readable(buffer, offset, length), length, position, 0, 0, buffer);
    }

    /**
     * {@code fsync(2)}.
     *
     * @param fd descriptor
     * @return result (0) or token
     */
    public final long fsync(int fd) {
        return submit(FSYNC, 1, fd, 0, 0, 0, 0, 0, null);
    }

    /**
     * {@code fdatasync(2)}.
     *
     * @param fd descriptor
     * @return result (0) or token
     */
    public final long fdatasync(int fd) {
        return submit(FDATASYNC, 1, fd, 0, 0, 0, 0, 0, null);
    }

    /**
     * {@code openat(2)}. Allocates a copy of the path.
     *
     * @param directory descriptor, or {@link #AT_FDCWD}
     * @param path      of the file
     * @param flags     {@code O_...}
     * @param mode      permissions of a file that is created
     * @return result (the descriptor) or token
     */
    public final long openat(int directory, String path, int flags, int mode) {
        MemorySegment copy = Arena.ofAuto().allocateFrom(path);
        return submit(OPENAT, 4, directory, copy.address(), flags, mode, 0, 0, copy);
    }

    /**
     * {@code close(2)}. The descriptor is gone even if this fails; calls submitted earlier on it must have their results first.
     *
     * @param fd descriptor
     * @return result (0) or token
     */
    public final long close(int fd) {
        return submit(CLOSE, 1, fd, 0, 0, 0, 0, 0, null);
    }

    /**
     * What {@code fstat(2)} tells, through {@code statx(2)}, whose structure is the same on every architecture.
     *
     * @param fd     descriptor
     * @param status where the kernel puts it
     * @return result (0) or token
     */
    public final long fstat(int fd, StatxBuffer status) {
        return submit(STATX, 5, fd, EMPTY_PATH.address(), AT_EMPTY_PATH, STATX_BASIC_STATS, status.segment().address(),
                0,
                status.segment());
    }

    /**
     * {@code socket(2)}.
     *
     * @param domain   {@code AF_...}
     * @param type     {@code SOCK_...}
     * @param protocol as a rule 0
     * @return result (the descriptor) or token
     */
    public final long socket(int domain, int type, int protocol) {
        return submit(SOCKET, 3, domain, type, protocol, 0, 0, 0, null);
    }

    /**
     * {@code bind(2)}.
     *
     * @param fd      socket
     * @param address see {@link SocketAddresses#encode}
     * @return result (0) or token
     */
    public final long bind(int fd, MemorySegment address) {
        return submit(BIND, 3, fd, readable(address, 0, address.byteSize()), address.byteSize(), 0, 0, 0, address);
    }

    /**
     * {@code connect(2)}.
     *
     * @param fd      socket
     * @param address see {@link SocketAddresses#encode}
     * @return result (0) or token
     */
    public final long connect(int fd, MemorySegment address) {
        return submit(CONNECT, 3, fd, readable(address, 0, address.byteSize()), address.byteSize(), 0, 0, 0, address);
    }

    /**
     * {@code sendto(2)} to a given address.
     *
     * @param fd      socket
     * @param buffer  read by the kernel
     * @param offset  first byte in the buffer
     * @param length  bytes
     * @param flags   {@code MSG_...}
     * @param address see {@link SocketAddresses#encode}; the caller keeps it reachable and unchanged until the result is there
     * @return result (bytes sent) or token
     */
    public final long sendto(int fd, MemorySegment buffer, long offset, long length, int flags, MemorySegment address) {
        readable(address, 0, address.byteSize());
        return submit(SENDTO, 6, fd, readable(buffer, offset, length), length, flags, address.address(),
                address.byteSize(),
                buffer);
    }

    /**
     * {@code recvfrom(2)} without asking for the sender.
     *
     * @param fd     socket
     * @param buffer written by the kernel
     * @param offset first byte in the buffer
     * @param length bytes at most
     * @param flags  {@code MSG_...}
     * @return result (bytes received) or token
     */
    public final long recvfrom(int fd, MemorySegment buffer, long offset, long length, int flags) {
        return submit(RECVFROM, 6, fd, writable(buffer, offset, length), length, flags, 0, 0, buffer);
    }

    /**
     * {@code getppid(2)}: the cheapest call there is, for measurements.
     *
     * @return result (the parent's process id) or token
     */
    public final long getppid() {
        return submit(GETPPID, 0, 0, 0, 0, 0, 0, 0, null);
    }

    private static long writable(MemorySegment buffer, long offset, long length) {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException("the kernel would write into a read-only segment");
        }
        return readable(buffer, offset, length);
    }

    private static long readable(MemorySegment buffer, long offset, long length) {
        if (!buffer.isNative()) {
            throw new IllegalArgumentException("heap segment: the kernel needs memory that the collector does not move;"
                    + " allocate it from an Arena or from the page");
        }
        if (!buffer.scope().isAlive()) {
            throw new IllegalArgumentException("the segment's arena is closed");
        }
        Objects.checkFromIndexSize(offset, length, buffer.byteSize());
        return buffer.address() + offset;
    }
}
