package io.sidecore.syscall;

final class Num {
    private static final boolean X = System.getProperty("os.arch").equals("amd64");
    static final int READ = n(0, 63), READV = n(19, 65), RECVFROM = n(45, 207), RECVMSG = n(47, 212),
            RECVMMSG = n(299, 243), ACCEPT = n(43, 202), ACCEPT4 = n(288, 242), FLOCK = n(73, 32), FCNTL = n(72, 25),
            POLL = n(7, -1), PPOLL = n(271, 73), EPOLL_WAIT = n(232, -1), EPOLL_PWAIT = n(281, 22), EPOLL_PWAIT2 = 441,
            PREADV2 = n(327, 286), DUP2 = n(33, -1), DUP3 = n(292, 24), TGKILL = n(234, 131), MEMBARRIER = n(324, 283),
            CLOSE = n(3, 57);
    private Num() {}
    private static int n(int a, int b) {
        return X ? a : b;
    }
}
