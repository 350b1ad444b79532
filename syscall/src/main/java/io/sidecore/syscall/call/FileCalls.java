package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.CString;
import io.sidecore.syscall.struct.Pointers;
import io.sidecore.syscall.struct.StatxBuffer;

/**
 * Files: opening them, their status, size and permissions.
 */
public sealed interface FileCalls extends Submitter permits SystemCalls {
    /** In the place of a directory: the working directory. */
    int AT_FDCWD = -100;
    /** {@code statx}: the path is empty, the descriptor is meant itself. */
    int AT_EMPTY_PATH = 0x1000;
    /** A symbolic link itself, rather than where it leads. */
    int AT_SYMLINK_NOFOLLOW = 0x100;
    /** {@code openat}: read only. */
    int O_RDONLY = 0;
    /** {@code openat}: write only. */
    int O_WRONLY = 1;
    /** {@code openat}: read and write. */
    int O_RDWR = 2;
    /** {@code openat}: create if missing. */
    int O_CREAT = 0100;
    /** {@code openat}: fail if it exists. */
    int O_EXCL = 0200;
    /** {@code openat}: cut to length 0. */
    int O_TRUNC = 01000;
    /** {@code openat}: write at the end. */
    int O_APPEND = 02000;
    /** {@code openat}: fail with EAGAIN rather than wait. */
    int O_NONBLOCK = 04000;
    /** {@code openat}: return from a write when its data is durable. */
    int O_DSYNC = 010000;
    /** {@code openat}: return from a write when data and status are durable. */
    int O_SYNC = 04010000;
    /** {@code openat}: past the page cache. */
    int O_DIRECT = either(040000, 0200000);
    /** {@code openat}: fail if it is no directory. */
    int O_DIRECTORY = either(0200000, 040000);
    /** {@code openat}: fail if it is a symbolic link. */
    int O_NOFOLLOW = either(0400000, 0100000);
    /** {@code openat}: files beyond 2 GiB; always on where addresses have 64 bits, but {@code F_GETFL} tells it. */
    int O_LARGEFILE = either(0100000, 0400000);
    /** {@code openat}: leave the time of access. */
    int O_NOATIME = 01000000;
    /** {@code openat}: close on exec. */
    int O_CLOEXEC = 02000000;
    /** {@code openat}: the place only, not its content. */
    int O_PATH = 010000000;
    /** {@code openat}: a file without a name in the given directory. */
    int O_TMPFILE = 020000000 + O_DIRECTORY;
    /** {@code lseek}: from the start. */
    int SEEK_SET = 0;
    /** {@code lseek}: from the position. */
    int SEEK_CUR = 1;
    /** {@code lseek}: from the end. */
    int SEEK_END = 2;
    /** {@code lseek}: to the next data. */
    int SEEK_DATA = 3;
    /** {@code lseek}: to the next hole. */
    int SEEK_HOLE = 4;
    /** {@code fallocate}: leave the size. */
    int FALLOC_FL_KEEP_SIZE = 1;
    /** {@code fallocate}: make a hole. */
    int FALLOC_FL_PUNCH_HOLE = 2;
    /** {@code fallocate}: take the range out. */
    int FALLOC_FL_COLLAPSE_RANGE = 8;
    /** {@code fallocate}: make the range read as zeros. */
    int FALLOC_FL_ZERO_RANGE = 0x10;
    /** {@code fallocate}: put a range in. */
    int FALLOC_FL_INSERT_RANGE = 0x20;
    /** {@code statx}: what {@code stat(2)} tells. */
    int STATX_BASIC_STATS = 0x7FF;
    /** {@code statx}: time of creation. */
    int STATX_BTIME = 0x800;
    /** {@code statx}: alignment for {@code O_DIRECT}. */
    int STATX_DIOALIGN = 0x2000;

    /**
     * {@code openat(2)}. Allocates a copy of the path.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      of the file
     * @param flags     {@code O_...}
     * @param mode      permissions of a file that is created
     * @return result (the descriptor) or token
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long openat(int directory, String path, int flags, int mode) {
        return openat(directory, new CString(path), flags, mode);
    }

    /**
     * {@code openat(2)} with a path that was encoded before.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      of the file
     * @param flags     {@code O_...}
     * @param mode      permissions of a file that is created
     * @return result (the descriptor) or token
     */
    default long openat(int directory, CString path, int flags, int mode) {
        return submit(OPENAT, 4, directory, Pointers.readable(path.segment()), flags, mode, 0, 0, path);
    }

    /**
     * What {@code fstat(2)} tells, through {@code statx(2)}, whose structure is the same on every architecture.
     *
     * @param fd     descriptor
     * @param status where the kernel puts it
     * @return result (0) or token
     */
    default long fstat(int fd, StatxBuffer status) {
        return statx(fd, CString.EMPTY, AT_EMPTY_PATH, STATX_BASIC_STATS, status);
    }

    /**
     * {@code statx(2)}. Allocates a copy of the path.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      of the file
     * @param flags     {@code AT_...}
     * @param mask      what is wanted, {@code STATX_...}
     * @param status    where the kernel puts it
     * @return result (0) or token
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long statx(int directory, String path, int flags, int mask, StatxBuffer status) {
        return statx(directory, new CString(path), flags, mask, status);
    }

    /**
     * {@code statx(2)} with a path that was encoded before.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      of the file
     * @param flags     {@code AT_...}
     * @param mask      what is wanted, {@code STATX_...}
     * @param status    where the kernel puts it
     * @return result (0) or token
     */
    default long statx(int directory, CString path, int flags, int mask, StatxBuffer status) {
        return submit(STATX, 5, directory, Pointers.readable(path.segment()), flags, mask,
                Pointers.writable(status.segment()), 0, Pointers.together(status.segment(), path.segment()));
    }

    /**
     * {@code lseek(2)}. The position belongs to the open file: read and write move it, too.
     *
     * @param fd       descriptor
     * @param position bytes
     * @param whence   {@code SEEK_...}
     * @return result (the position) or token
     */
    default long lseek(int fd, long position, int whence) {
        return submit(LSEEK, 3, fd, position, whence, 0, 0, 0, null);
    }

    /**
     * {@code ftruncate(2)}.
     *
     * @param fd   descriptor
     * @param size of the file, in bytes
     * @return result (0) or token
     */
    default long ftruncate(int fd, long size) {
        return submit(FTRUNCATE, 2, fd, size, 0, 0, 0, 0, null);
    }

    /**
     * {@code fallocate(2)}.
     *
     * @param fd       descriptor
     * @param mode     0 or {@code FALLOC_FL_...}
     * @param position in the file
     * @param length   bytes
     * @return result (0) or token
     */
    default long fallocate(int fd, int mode, long position, long length) {
        return submit(FALLOCATE, 4, fd, mode, position, length, 0, 0, null);
    }

    /**
     * {@code fchmod(2)}.
     *
     * @param fd   descriptor
     * @param mode permissions
     * @return result (0) or token
     */
    default long fchmod(int fd, int mode) {
        return submit(FCHMOD, 2, fd, mode, 0, 0, 0, 0, null);
    }

    /**
     * {@code fchown(2)}.
     *
     * @param fd    descriptor
     * @param owner user id, -1 to leave it
     * @param group group id, -1 to leave it
     * @return result (0) or token
     */
    default long fchown(int fd, int owner, int group) {
        return submit(FCHOWN, 3, fd, owner, group, 0, 0, 0, null);
    }
}
