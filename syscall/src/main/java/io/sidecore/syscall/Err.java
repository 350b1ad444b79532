package io.sidecore.syscall;

final class Err {
    static final int ECANCELED = 125, ESRCH = 3, EOPNOTSUPP = 95, EPERM = 1, EINTR = 4, EAGAIN = 11, EACCES = 13,
            EINVAL = 22, ENOSYS = 38;
    private Err() {}
}
