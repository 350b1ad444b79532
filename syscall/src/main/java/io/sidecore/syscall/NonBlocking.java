package io.sidecore.syscall;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Tries calls that may block for long in their non-blocking form: {@code RWF_NOWAIT}, {@code MSG_DONTWAIT}, {@code LOCK_NB}, a time limit of 0, or
 * a look with {@code poll(2)} before. One thread at a time; no allocation.
 */
final class NonBlocking {
    /** Nothing was done: the call would block. No result of the kernel is that small. */
    static final long WOULD_BLOCK = Long.MIN_VALUE;
    /** Nothing was done, and the call does not block as far as can be told. */
    static final long WOULD_NOT_BLOCK = Long.MIN_VALUE + 1;

    private static final int RWF_NOWAIT = 8;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_WAITALL = 0x100;
    private static final int MSG_WAITFORONE = 0x10000;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;
    private static final int F_GETFL = 3;
    private static final int F_SETLK = 6;
    private static final int F_SETLKW = 7;
    private static final int F_OFD_SETLK = 37;
    private static final int F_OFD_SETLKW = 38;
    private static final int O_NONBLOCK = 04000;
    private static final short POLLIN = 1;
    private static final int SEEK_CUR = 1;
    private static final int WNOHANG = 1;
    private static final int FUTEX_COMMAND = 0x7F;
    private static final int FUTEX_WAIT = 0;
    /** From here on all wait, but for one. */
    private static final int FUTEX_LOCK_PI = 6;
    private static final int FUTEX_WAKE_BITSET = 10;
    private static final int SAME_POSITION = -1;

    private final DirectCalls calls;
    private final MemorySegment memory = Arena.ofAuto().allocate(48, 16);
    /** struct iovec: address, length. */
    private final long vector = memory.address();
    /** struct pollfd: descriptor, events, revents. */
    private final long polled = vector + 16;
    /** struct timespec, 0. */
    private final long now = vector + 32;

    NonBlocking(DirectCalls calls) {
        this.calls = calls;
    }

    /** Returns the kernel's result, or one of the two constants. */
    long attempt(int number, int given, long entry) {
        long a0 = Functions.argument(entry, 0, given);
        long a1 = Functions.argument(entry, 1, given);
        long a2 = Functions.argument(entry, 2, given);
        long a3 = Functions.argument(entry, 3, given);
        long a4 = Functions.argument(entry, 4, given);
        long a5 = Functions.argument(entry, 5, given);
        if (number == SyscallNumber.READ) {
            OffHeap.putLong(vector, a1);
            OffHeap.putLong(vector + 8, a2);
            // Files say different things to a read of nothing, preadv2 always 0.
            return a2 == 0 ? ifReadable(a0) : read(a0, vector, 1);
        } else if (number == SyscallNumber.READV) {
            return read(a0, a1, a2);
        } else if (number == SyscallNumber.PREADV2) {
            // From a place that is named, it waits for a device at most.
            return a3 != SAME_POSITION || a5 != 0 ? WOULD_NOT_BLOCK : read(a0, a1, a2);
        } else if (number == SyscallNumber.RECVFROM) {
            return receive(number, a0, a1, a2, a3, a4, a5, (int) a3);
        } else if (number == SyscallNumber.RECVMSG) {
            return receive(number, a0, a1, a2, 0, 0, 0, (int) a2);
        } else if (number == SyscallNumber.RECVMMSG) {
            return a2 > 1 && (a3 & MSG_WAITFORONE) == 0 && (a3 & MSG_DONTWAIT) == 0
                    ? WOULD_BLOCK
                    : receive(number, a0, a1, a2, a3, a4, 0, (int) a3);
        } else if (number == SyscallNumber.ACCEPT || number == SyscallNumber.ACCEPT4) {
            return ifReadable(a0);
        } else if (number == SyscallNumber.FLOCK) {
            return (a1 & (LOCK_NB | LOCK_UN)) != 0
                    ? WOULD_NOT_BLOCK
                    : unlessRefused(calls.execute(number, a0, a1 | LOCK_NB, 0, 0, 0, 0));
        } else if (number == SyscallNumber.FCNTL) {
            return (int) a1 != F_SETLKW && (int) a1 != F_OFD_SETLKW
                    ? WOULD_NOT_BLOCK
                    : unlessRefused(
                            calls.execute(number, a0, (int) a1 == F_SETLKW ? F_SETLK : F_OFD_SETLK, a2, 0, 0, 0));
        } else if (number == SyscallNumber.POLL) {
            return (int) a2 == 0 ? WOULD_NOT_BLOCK : unlessNone(calls.execute(number, a0, a1, 0, 0, 0, 0));
        } else if (number == SyscallNumber.PPOLL) {
            long ready = calls.execute(number, a0, a1, now, a3, a4, 0);
            // The time may be invalid, and is given back: only the call itself does both.
            return ready != 0 && a2 != 0 ? WOULD_NOT_BLOCK : unlessNone(ready);
        } else if (number == SyscallNumber.EPOLL_WAIT || number == SyscallNumber.EPOLL_PWAIT) {
            return (int) a3 == 0 ? WOULD_NOT_BLOCK : unlessNone(calls.execute(number, a0, a1, a2, 0, a4, a5));
        } else if (number == SyscallNumber.EPOLL_PWAIT2) {
            // Events may be reported once only, so the call cannot be made twice.
            return a3 != 0 ? ifReadable(a0) : unlessNone(calls.execute(number, a0, a1, a2, now, a4, a5));
        } else if (number == SyscallNumber.FUTEX) {
            return isFutexWait((int) a1 & FUTEX_COMMAND) ? WOULD_BLOCK : WOULD_NOT_BLOCK;
        } else if (number == SyscallNumber.WAIT4 || number == SyscallNumber.WAITID) {
            return ((number == SyscallNumber.WAIT4 ? a2 : a3) & WNOHANG) != 0 ? WOULD_NOT_BLOCK : WOULD_BLOCK;
        }
        return WOULD_BLOCK;
    }

    private static boolean isFutexWait(int command) {
        return command == FUTEX_WAIT || command >= FUTEX_LOCK_PI && command != FUTEX_WAKE_BITSET;
    }

    /** At the file's own position, as read(2) does. */
    private long read(long fd, long vectors, long count) {
        if (calls.execute(SyscallNumber.LSEEK, fd, 0, SEEK_CUR, 0, 0, 0) >= 0) {
            // Without waiting, a file would be read as far as it is in memory only, and be refused where that is nowhere: EAGAIN even to those who
            // asked for no such thing. A file counts as readable; what has a position for no reason, as an eventfd, says the truth.
            return ifReadable(fd);
        }
        long result = calls.execute(SyscallNumber.PREADV2, fd, vectors, count, SAME_POSITION, 0, RWF_NOWAIT);
        if (result == -Errno.EAGAIN) {
            return isNonBlocking(fd) ? result : WOULD_BLOCK;
        }
        // Not every kind of file can be asked that way.
        return result == -Errno.EOPNOTSUPP || result == -Errno.EINVAL || result == -Errno.ENOSYS
                ? ifReadable(fd)
                : result;
    }

    private long receive(int number, long a0, long a1, long a2, long a3, long a4, long a5, int flags) {
        if ((flags & MSG_DONTWAIT) != 0) {
            return WOULD_NOT_BLOCK;
        }
        if ((flags & MSG_WAITALL) != 0) {
            return WOULD_BLOCK;
        }
        boolean isMessage = number == SyscallNumber.RECVMSG;
        long result = calls.execute(number, a0, a1, isMessage ? a2 | MSG_DONTWAIT : a2,
                isMessage ? a3 : a3 | MSG_DONTWAIT, a4, a5);
        return result == -Errno.EAGAIN && !isNonBlocking(a0) ? WOULD_BLOCK : result;
    }

    /** Somebody else may be quicker between the look and the call: the core's watch deals with that. */
    private long ifReadable(long fd) {
        MemorySegment pollfd = memory;
        pollfd.set(ValueLayout.JAVA_INT, 16, (int) fd);
        pollfd.set(ValueLayout.JAVA_SHORT, 20, POLLIN);
        pollfd.set(ValueLayout.JAVA_SHORT, 22, (short) 0);
        long ready = calls.execute(SyscallNumber.PPOLL, polled, 1, now, 0, 0, 0);
        return ready == 0 && !isNonBlocking(fd) ? WOULD_BLOCK : WOULD_NOT_BLOCK;
    }

    private boolean isNonBlocking(long fd) {
        long flags = calls.execute(SyscallNumber.FCNTL, fd, F_GETFL, 0, 0, 0, 0);
        return flags < 0 || (flags & O_NONBLOCK) != 0;
    }

    private static long unlessRefused(long result) {
        return result == -Errno.EAGAIN || result == -Errno.EACCES ? WOULD_BLOCK : result;
    }

    private static long unlessNone(long result) {
        return result == 0 ? WOULD_BLOCK : result;
    }
}
