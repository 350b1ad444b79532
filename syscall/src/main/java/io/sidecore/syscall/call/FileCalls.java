package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.StatxBuffer;
import java.lang.foreign.MemorySegment;

/** Calls on open files, and the one that opens them. */
public sealed interface FileCalls extends Submitter permits SystemCalls {
    /** {@code openat} relative to the working directory. */
    int AT_FDCWD = -100;
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
    /** {@code openat}: close on exec. */
    int O_CLOEXEC = 02000000;
    /** {@code statx}: the path is empty, the descriptor is meant itself. */
    int AT_EMPTY_PATH = 0x1000;
    /** {@code statx}: what {@code stat(2)} tells. */
    int STATX_BASIC_STATS = 0x7FF;

    /**
     * {@code read(2)}.
     *
     * @param fd     descriptor
     * @param buffer written by the kernel
     * @param offset first byte in the buffer
     * @param length bytes at most
     * @return result (bytes read, 0 at the end) or token
     */
    default long read(int fd, MemorySegment buffer, long offset, long length) {
        return submit(READ, 3, fd, Pointers.writable(buffer, offset, length), length, 0, 0, 0, buffer);
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
    default long write(int fd, MemorySegment buffer, long offset, long length) {
        return submit(WRITE, 3, fd, Pointers.readable(buffer, offset, length), length, 0, 0, 0, buffer);
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
    default long pread(int fd, MemorySegment buffer, long offset, long length, long position) {
        return submit(PREAD64, 4, fd, Pointers.writable(buffer, offset, length), length, position, 0, 0, buffer);
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
    default long pwrite(int fd, MemorySegment buffer, long offset, long length, long position) {
        return submit(PWRITE64, 4, fd, Pointers.readable(buffer, offset, length), length, position, 0, 0, buffer);
    }

    /**
     * {@code fsync(2)}.
     *
     * @param fd descriptor
     * @return result (0) or token
     */
    default long fsync(int fd) {
        return submit(FSYNC, 1, fd, 0, 0, 0, 0, 0, null);
    }

    /**
     * {@code fdatasync(2)}.
     *
     * @param fd descriptor
     * @return result (0) or token
     */
    default long fdatasync(int fd) {
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
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long openat(int directory, String path, int flags, int mode) {
        MemorySegment copy = Pointers.path(path);
        return submit(OPENAT, 4, directory, copy.address(), flags, mode, 0, 0, copy);
    }

    /**
     * {@code close(2)}. The descriptor is gone even if this fails; calls submitted earlier on it must have their results first.
     *
     * @param fd descriptor
     * @return result (0) or token
     */
    default long close(int fd) {
        return submit(CLOSE, 1, fd, 0, 0, 0, 0, 0, null);
    }

    /**
     * What {@code fstat(2)} tells, through {@code statx(2)}, whose structure is the same on every architecture.
     *
     * @param fd     descriptor
     * @param status where the kernel puts it
     * @return result (0) or token
     */
    default long fstat(int fd, StatxBuffer status) {
        return submit(STATX, 5, fd, Pointers.EMPTY_PATH.address(), AT_EMPTY_PATH, STATX_BASIC_STATS,
                status.segment().address(),
                0,
                status.segment());
    }
}
