package io.sidecore.syscall.call;

/**
 * Numbers of system calls on this machine's architecture, x86-64 or aarch64.
 *
 * <p>Source: the kernel's {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code include/uapi/asm-generic/unistd.h}.
 */
public final class SyscallNumber {
    private static final boolean X86_64 = switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> true;
        case "aarch64" -> false;
        case String other -> throw new UnsatisfiedLinkError("Sidecore knows x86-64 and aarch64, this is " + other);
    };

    /** {@code read(2)}. */
    public static final int READ = number(0, 63);
    /** {@code write(2)}. */
    public static final int WRITE = number(1, 64);
    /** {@code close(2)}. */
    public static final int CLOSE = number(3, 57);
    /** {@code pread(2)}. */
    public static final int PREAD64 = number(17, 67);
    /** {@code pwrite(2)}. */
    public static final int PWRITE64 = number(18, 68);
    /** {@code socket(2)}. */
    public static final int SOCKET = number(41, 198);
    /** {@code connect(2)}. */
    public static final int CONNECT = number(42, 203);
    /** {@code sendto(2)}. */
    public static final int SENDTO = number(44, 206);
    /** {@code recvfrom(2)}. */
    public static final int RECVFROM = number(45, 207);
    /** {@code bind(2)}. */
    public static final int BIND = number(49, 200);
    /** {@code getsockname(2)}. */
    public static final int GETSOCKNAME = number(51, 204);
    /** {@code execve(2)}. */
    public static final int EXECVE = number(59, 221);
    /** {@code exit(2)}. */
    public static final int EXIT = number(60, 93);
    /** {@code fsync(2)}. */
    public static final int FSYNC = number(74, 82);
    /** {@code fdatasync(2)}. */
    public static final int FDATASYNC = number(75, 83);
    /** {@code getppid(2)}. */
    public static final int GETPPID = number(110, 173);
    /** {@code gettid(2)}. */
    public static final int GETTID = number(186, 178);
    /** {@code exit_group(2)}. */
    public static final int EXIT_GROUP = number(231, 94);
    /** {@code openat(2)}. */
    public static final int OPENAT = number(257, 56);
    /** {@code pipe2(2)}. */
    public static final int PIPE2 = number(293, 59);
    /** {@code perf_event_open(2)}. */
    public static final int PERF_EVENT_OPEN = number(298, 241);
    /** {@code statx(2)}. */
    public static final int STATX = number(332, 291);
    /** {@code io_uring_setup(2)}; the same number everywhere. */
    public static final int IO_URING_SETUP = 425;

    private SyscallNumber() {}

    static int number(int x86, int generic) {
        return X86_64 ? x86 : generic;
    }
}
