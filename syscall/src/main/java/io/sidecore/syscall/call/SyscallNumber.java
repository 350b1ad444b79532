package io.sidecore.syscall.call;

/**
 * Numbers of system calls on this machine's architecture, x86-64 or aarch64: of the typed calls, and of some others. The raw form
 * takes any number.
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
    public static final int READ = either(0, 63);
    /** {@code write(2)}. */
    public static final int WRITE = either(1, 64);
    /** {@code close(2)}. */
    public static final int CLOSE = either(3, 57);
    /** {@code lseek(2)}. */
    public static final int LSEEK = either(8, 62);
    /** {@code mmap(2)}. */
    public static final int MMAP = either(9, 222);
    /** {@code mprotect(2)}. */
    public static final int MPROTECT = either(10, 226);
    /** {@code munmap(2)}. */
    public static final int MUNMAP = either(11, 215);
    /** {@code pread64(2)}. */
    public static final int PREAD64 = either(17, 67);
    /** {@code pwrite64(2)}. */
    public static final int PWRITE64 = either(18, 68);
    /** {@code readv(2)}. */
    public static final int READV = either(19, 65);
    /** {@code writev(2)}. */
    public static final int WRITEV = either(20, 66);
    /** {@code msync(2)}. */
    public static final int MSYNC = either(26, 227);
    /** {@code madvise(2)}. */
    public static final int MADVISE = either(28, 233);
    /** {@code dup(2)}. */
    public static final int DUP = either(32, 23);
    /** {@code nanosleep(2)}. */
    public static final int NANOSLEEP = either(35, 101);
    /** {@code getpid(2)}. */
    public static final int GETPID = either(39, 172);
    /** {@code sendfile(2)}. */
    public static final int SENDFILE = either(40, 71);
    /** {@code socket(2)}. */
    public static final int SOCKET = either(41, 198);
    /** {@code connect(2)}. */
    public static final int CONNECT = either(42, 203);
    /** {@code sendto(2)}. */
    public static final int SENDTO = either(44, 206);
    /** {@code recvfrom(2)}. */
    public static final int RECVFROM = either(45, 207);
    /** {@code sendmsg(2)}. */
    public static final int SENDMSG = either(46, 211);
    /** {@code recvmsg(2)}. */
    public static final int RECVMSG = either(47, 212);
    /** {@code shutdown(2)}. */
    public static final int SHUTDOWN = either(48, 210);
    /** {@code bind(2)}. */
    public static final int BIND = either(49, 200);
    /** {@code listen(2)}. */
    public static final int LISTEN = either(50, 201);
    /** {@code getsockname(2)}. */
    public static final int GETSOCKNAME = either(51, 204);
    /** {@code getpeername(2)}. */
    public static final int GETPEERNAME = either(52, 205);
    /** {@code socketpair(2)}. */
    public static final int SOCKETPAIR = either(53, 199);
    /** {@code setsockopt(2)}. */
    public static final int SETSOCKOPT = either(54, 208);
    /** {@code getsockopt(2)}. */
    public static final int GETSOCKOPT = either(55, 209);
    /** wait4(2). */
    public static final int WAIT4 = either(61, 260);
    /** waitid(2). */
    public static final int WAITID = either(247, 95);
    /** {@code execve(2)}. */
    public static final int EXECVE = either(59, 221);
    /** {@code exit(2)}. */
    public static final int EXIT = either(60, 93);
    /** {@code kill(2)}. */
    public static final int KILL = either(62, 129);
    /** {@code fcntl(2)}. */
    public static final int FCNTL = either(72, 25);
    /** {@code flock(2)}. */
    public static final int FLOCK = either(73, 32);
    /** {@code fsync(2)}. */
    public static final int FSYNC = either(74, 82);
    /** {@code fdatasync(2)}. */
    public static final int FDATASYNC = either(75, 83);
    /** {@code ftruncate(2)}. */
    public static final int FTRUNCATE = either(77, 46);
    /** {@code fchmod(2)}. */
    public static final int FCHMOD = either(91, 52);
    /** {@code fchown(2)}. */
    public static final int FCHOWN = either(93, 55);
    /** {@code getppid(2)}. */
    public static final int GETPPID = either(110, 173);
    /** {@code mlock(2)}. */
    public static final int MLOCK = either(149, 228);
    /** {@code munlock(2)}. */
    public static final int MUNLOCK = either(150, 229);
    /** {@code gettid(2)}. */
    public static final int GETTID = either(186, 178);
    /** {@code futex(2)}. */
    public static final int FUTEX = either(202, 98);
    /** {@code getdents64(2)}. */
    public static final int GETDENTS64 = either(217, 61);
    /** {@code fadvise64(2)}. */
    public static final int FADVISE64 = either(221, 223);
    /** {@code clock_gettime(2)}. */
    public static final int CLOCK_GETTIME = either(228, 113);
    /** {@code clock_getres(2)}. */
    public static final int CLOCK_GETRES = either(229, 114);
    /** {@code clock_nanosleep(2)}. */
    public static final int CLOCK_NANOSLEEP = either(230, 115);
    /** {@code exit_group(2)}. */
    public static final int EXIT_GROUP = either(231, 94);
    /** {@code epoll_ctl(2)}. */
    public static final int EPOLL_CTL = either(233, 21);
    /** {@code openat(2)}. */
    public static final int OPENAT = either(257, 56);
    /** {@code mkdirat(2)}. */
    public static final int MKDIRAT = either(258, 34);
    /** {@code fchownat(2)}. */
    public static final int FCHOWNAT = either(260, 54);
    /** {@code unlinkat(2)}. */
    public static final int UNLINKAT = either(263, 35);
    /** {@code linkat(2)}. */
    public static final int LINKAT = either(265, 37);
    /** {@code symlinkat(2)}. */
    public static final int SYMLINKAT = either(266, 36);
    /** {@code readlinkat(2)}. */
    public static final int READLINKAT = either(267, 78);
    /** {@code fchmodat(2)}. */
    public static final int FCHMODAT = either(268, 53);
    /** {@code ppoll(2)}. */
    public static final int PPOLL = either(271, 73);
    /** {@code splice(2)}. */
    public static final int SPLICE = either(275, 76);
    /** {@code tee(2)}. */
    public static final int TEE = either(276, 77);
    /** {@code sync_file_range(2)}. */
    public static final int SYNC_FILE_RANGE = either(277, 84);
    /** {@code vmsplice(2)}. */
    public static final int VMSPLICE = either(278, 75);
    /** {@code utimensat(2)}. */
    public static final int UTIMENSAT = either(280, 88);
    /** {@code epoll_pwait(2)}. */
    public static final int EPOLL_PWAIT = either(281, 22);
    /** {@code timerfd_create(2)}. */
    public static final int TIMERFD_CREATE = either(283, 85);
    /** {@code fallocate(2)}. */
    public static final int FALLOCATE = either(285, 47);
    /** {@code timerfd_settime(2)}. */
    public static final int TIMERFD_SETTIME = either(286, 86);
    /** {@code timerfd_gettime(2)}. */
    public static final int TIMERFD_GETTIME = either(287, 87);
    /** {@code accept4(2)}. */
    public static final int ACCEPT4 = either(288, 242);
    /** {@code eventfd2(2)}. */
    public static final int EVENTFD2 = either(290, 19);
    /** {@code epoll_create1(2)}. */
    public static final int EPOLL_CREATE1 = either(291, 20);
    /** {@code dup3(2)}. */
    public static final int DUP3 = either(292, 24);
    /** {@code pipe2(2)}. */
    public static final int PIPE2 = either(293, 59);
    /** {@code perf_event_open(2)}. */
    public static final int PERF_EVENT_OPEN = either(298, 241);
    /** {@code recvmmsg(2)}. */
    public static final int RECVMMSG = either(299, 243);
    /** {@code syncfs(2)}. */
    public static final int SYNCFS = either(306, 267);
    /** {@code sendmmsg(2)}. */
    public static final int SENDMMSG = either(307, 269);
    /** {@code renameat2(2)}. */
    public static final int RENAMEAT2 = either(316, 276);
    /** {@code memfd_create(2)}. */
    public static final int MEMFD_CREATE = either(319, 279);
    /** {@code copy_file_range(2)}. */
    public static final int COPY_FILE_RANGE = either(326, 285);
    /** {@code preadv2(2)}. */
    public static final int PREADV2 = either(327, 286);
    /** {@code pwritev2(2)}. */
    public static final int PWRITEV2 = either(328, 287);
    /** {@code statx(2)}. */
    public static final int STATX = either(332, 291);
    /** {@code io_uring_setup(2)}. */
    public static final int IO_URING_SETUP = 425;
    /** {@code faccessat2(2)}. */
    public static final int FACCESSAT2 = 439;
    /** {@code epoll_pwait2(2)}. */
    public static final int EPOLL_PWAIT2 = 441;

    /** {@code accept(2)}. */
    public static final int ACCEPT = either(43, 202);
    /** {@code tgkill(2)}. */
    public static final int TGKILL = either(234, 131);
    /** {@code membarrier(2)}. */
    public static final int MEMBARRIER = either(324, 283);
    /** {@code poll(2)}; -1 on aarch64, which has {@code ppoll} only. */
    public static final int POLL = either(7, -1);
    /** {@code dup2(2)}; -1 on aarch64, which has {@code dup3} only. */
    public static final int DUP2 = either(33, -1);
    /** {@code epoll_wait(2)}; -1 on aarch64, which has {@code epoll_pwait} only. */
    public static final int EPOLL_WAIT = either(232, -1);

    private SyscallNumber() {}

    /** A number that depends on the architecture. */
    static int either(int x86, int aarch64) {
        return X86_64 ? x86 : aarch64;
    }

    /**
     * The name of a call.
     *
     * @param number of the call
     * @return such as {@code pread64}, or {@code system call 600} for one that this version of the library does not know
     */
    public static String name(int number) {
        return CallTable.name(number);
    }
}
