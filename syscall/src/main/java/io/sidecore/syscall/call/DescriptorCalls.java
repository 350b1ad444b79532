package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.FileLock;
import io.sidecore.syscall.struct.Pointers;

/**
 * Descriptors, whatever they stand for: copies, flags, locks, and their end.
 */
public sealed interface DescriptorCalls extends Submitter permits SystemCalls {
    /** {@code fcntl}: copy to the lowest free number that is not below the argument. */
    int F_DUPFD = 0;
    /** {@code fcntl}: flags of the descriptor. */
    int F_GETFD = 1;
    /** {@code fcntl}: set flags of the descriptor. */
    int F_SETFD = 2;
    /** {@code fcntl}: access mode and status flags of the open file. */
    int F_GETFL = 3;
    /** {@code fcntl}: set status flags of the open file. */
    int F_SETFL = 4;
    /** {@code fcntl}: what is in the way of a lock of this process. */
    int F_GETLK = 5;
    /** {@code fcntl}: lock or unlock for this process. */
    int F_SETLK = 6;
    /** {@code fcntl}: the same, and wait. */
    int F_SETLKW = 7;
    /** {@code fcntl}: what is in the way of a lock of this open file. */
    int F_OFD_GETLK = 36;
    /** {@code fcntl}: lock or unlock for this open file. */
    int F_OFD_SETLK = 37;
    /** {@code fcntl}: the same, and wait. */
    int F_OFD_SETLKW = 38;
    /** {@code fcntl}: set a lease. */
    int F_SETLEASE = 1024;
    /** {@code fcntl}: the lease. */
    int F_GETLEASE = 1025;
    /** {@code fcntl}: {@code F_DUPFD}, closed on exec. */
    int F_DUPFD_CLOEXEC = 1030;
    /** {@code fcntl}: set the room of a pipe, in bytes. */
    int F_SETPIPE_SZ = 1031;
    /** {@code fcntl}: the room of a pipe, in bytes. */
    int F_GETPIPE_SZ = 1032;
    /** {@code fcntl}: seal a memory file. */
    int F_ADD_SEALS = 1033;
    /** {@code fcntl}: the seals of a memory file. */
    int F_GET_SEALS = 1034;
    /** Flag of a descriptor: close on exec. */
    int FD_CLOEXEC = 1;
    /** Seal: no more seals. */
    int F_SEAL_SEAL = 1;
    /** Seal: the file does not shrink. */
    int F_SEAL_SHRINK = 2;
    /** Seal: the file does not grow. */
    int F_SEAL_GROW = 4;
    /** Seal: the file is not written. */
    int F_SEAL_WRITE = 8;
    /** {@code flock}: shared. */
    int LOCK_SH = 1;
    /** {@code flock}: exclusive. */
    int LOCK_EX = 2;
    /** {@code flock}: fail with EAGAIN rather than wait. */
    int LOCK_NB = 4;
    /** {@code flock}: unlock. */
    int LOCK_UN = 8;

    /**
     * {@code close(2)}. The descriptor is gone even if this fails; calls submitted earlier on it must have their results
     * first.
     *
     * @param fd descriptor
     * @return result (0) or token
     */
    default long close(int fd) {
        return submit(CLOSE, 1, fd, 0, 0, 0, 0, 0, null);
    }

    /**
     * {@code dup(2)}.
     *
     * @param fd descriptor
     * @return result (another descriptor of the same open file) or token
     */
    default long dup(int fd) {
        return submit(DUP, 1, fd, 0, 0, 0, 0, 0, null);
    }

    /**
     * {@code dup3(2)}. Closes what the new number stood for, in silence.
     *
     * @param oldFd descriptor
     * @param newFd number of the new descriptor
     * @param flags 0 or {@code O_CLOEXEC}
     * @return result (the new descriptor) or token
     */
    default long dup3(int oldFd, int newFd, int flags) {
        return submit(DUP3, 3, oldFd, newFd, flags, 0, 0, 0, null);
    }

    /**
     * {@code fcntl(2)} with a command that takes a number or nothing.
     *
     * @param fd       descriptor
     * @param command  {@code F_...}
     * @param argument by command, 0 if it takes none
     * @return result (by command) or token
     * @throws IllegalArgumentException if the command takes a pointer
     */
    default long fcntl(int fd, int command, int argument) {
        if (command < F_DUPFD || command > F_SETFL && command < F_SETLEASE || command > F_GET_SEALS) {
            throw new IllegalArgumentException("fcntl command " + command + " takes no number; use the raw form");
        }
        return submit(FCNTL, 3, fd, command, argument, 0, 0, 0, null);
    }

    /**
     * {@code fcntl(2)} with a command about locks. A lock of this process ends when any descriptor of the file is closed;
     * prefer those of the open file, {@code F_OFD_...}.
     *
     * @param fd      descriptor
     * @param command {@code F_...LK...}
     * @param lock    the range; {@code F_GETLK} and {@code F_OFD_GETLK} change it
     * @return result (0) or token
     * @throws IllegalArgumentException if the command takes no lock
     */
    default long fcntl(int fd, int command, FileLock lock) {
        if ((command < F_GETLK || command > F_SETLKW) && (command < F_OFD_GETLK || command > F_OFD_SETLKW)) {
            throw new IllegalArgumentException("fcntl command " + command + " takes no lock");
        }
        return submit(FCNTL, 3, fd, command, Pointers.writable(lock.segment()), 0, 0, 0, lock);
    }

    /**
     * {@code flock(2)}. The lock belongs to the open file, not to a thread or process.
     *
     * @param fd        descriptor
     * @param operation {@code LOCK_...}
     * @return result (0) or token
     */
    default long flock(int fd, int operation) {
        return submit(FLOCK, 2, fd, operation, 0, 0, 0, 0, null);
    }
}
