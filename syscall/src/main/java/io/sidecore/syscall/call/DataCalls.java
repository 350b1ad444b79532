package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.Pointers;
import java.lang.foreign.MemorySegment;

/**
 * The content of files: reading, writing, moving between files, and making durable.
 */
public sealed interface DataCalls extends Submitter permits SystemCalls {
    /** {@code preadv2}, {@code pwritev2}: poll for completion of the device. */
    int RWF_HIPRI = 1;
    /** {@code pwritev2}: as with {@code O_DSYNC}. */
    int RWF_DSYNC = 2;
    /** {@code pwritev2}: as with {@code O_SYNC}. */
    int RWF_SYNC = 4;
    /** {@code preadv2}, {@code pwritev2}: fail with EAGAIN rather than wait. */
    int RWF_NOWAIT = 8;
    /** {@code pwritev2}: write at the end. */
    int RWF_APPEND = 16;
    /** {@code posix_fadvise}: no advice. */
    int POSIX_FADV_NORMAL = 0;
    /** {@code posix_fadvise}: random order. */
    int POSIX_FADV_RANDOM = 1;
    /** {@code posix_fadvise}: one after the other. */
    int POSIX_FADV_SEQUENTIAL = 2;
    /** {@code posix_fadvise}: needed soon. */
    int POSIX_FADV_WILLNEED = 3;
    /** {@code posix_fadvise}: not needed. */
    int POSIX_FADV_DONTNEED = 4;
    /** {@code sync_file_range}: wait for what is being written. */
    int SYNC_FILE_RANGE_WAIT_BEFORE = 1;
    /** {@code sync_file_range}: start writing. */
    int SYNC_FILE_RANGE_WRITE = 2;
    /** {@code sync_file_range}: wait for what has been started. */
    int SYNC_FILE_RANGE_WAIT_AFTER = 4;

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
     * {@code readv(2)}.
     *
     * @param fd      descriptor
     * @param buffers filled in turn
     * @return result (bytes read, 0 at the end) or token
     */
    default long readv(int fd, IoVectors buffers) {
        return submit(READV, 3, fd, buffers.writable(), buffers.count(), 0, 0, 0, buffers);
    }

    /**
     * {@code writev(2)}.
     *
     * @param fd      descriptor
     * @param buffers written in turn
     * @return result (bytes written, possibly fewer) or token
     */
    default long writev(int fd, IoVectors buffers) {
        return submit(WRITEV, 3, fd, buffers.readable(), buffers.count(), 0, 0, 0, buffers);
    }

    /**
     * {@code preadv2(2)}; with flags 0, {@code preadv(2)}.
     *
     * @param fd       descriptor
     * @param buffers  filled in turn
     * @param position in the file; -1 for that of the open file
     * @param flags    0 or {@code RWF_...}
     * @return result (bytes read, 0 at the end) or token
     */
    default long preadv2(int fd, IoVectors buffers, long position, int flags) {
        return submit(PREADV2, 6, fd, buffers.writable(), buffers.count(), position, 0, flags, buffers);
    }

    /**
     * {@code pwritev2(2)}; with flags 0, {@code pwritev(2)}.
     *
     * @param fd       descriptor
     * @param buffers  written in turn
     * @param position in the file; -1 for that of the open file
     * @param flags    0 or {@code RWF_...}
     * @return result (bytes written, possibly fewer) or token
     */
    default long pwritev2(int fd, IoVectors buffers, long position, int flags) {
        return submit(PWRITEV2, 6, fd, buffers.readable(), buffers.count(), position, 0, flags, buffers);
    }

    /**
     * {@code copy_file_range(2)} from and to the positions of the open files.
     *
     * @param fdIn   descriptor to copy from
     * @param fdOut  descriptor to copy to
     * @param length bytes at most
     * @return result (bytes copied, possibly fewer, 0 at the end) or token
     */
    default long copy_file_range(int fdIn, int fdOut, long length) {
        return submit(COPY_FILE_RANGE, 6, fdIn, 0, fdOut, 0, length, 0, null);
    }

    /**
     * {@code copy_file_range(2)} from and to given positions.
     *
     * @param fdIn      descriptor to copy from
     * @param fdOut     descriptor to copy to
     * @param length    bytes at most
     * @param positions two longs, where to read and where to write; the kernel moves them on
     * @return result (bytes copied, possibly fewer, 0 at the end) or token
     */
    default long copy_file_range(int fdIn, int fdOut, long length, MemorySegment positions) {
        long address = Pointers.writable(positions, 0, 2L * Long.BYTES);
        return submit(COPY_FILE_RANGE, 6, fdIn, address, fdOut, address + Long.BYTES, length, 0, positions);
    }

    /**
     * {@code sendfile(2)} from the position of the open file.
     *
     * @param outFd descriptor to write to
     * @param inFd  descriptor of a file
     * @param count bytes at most
     * @return result (bytes moved, possibly fewer, 0 at the end) or token
     */
    default long sendfile(int outFd, int inFd, long count) {
        return submit(SENDFILE, 4, outFd, inFd, 0, count, 0, 0, null);
    }

    /**
     * {@code sendfile(2)} from a given position.
     *
     * @param outFd    descriptor to write to
     * @param inFd     descriptor of a file
     * @param position a long, where to read; the kernel moves it on
     * @param count    bytes at most
     * @return result (bytes moved, possibly fewer, 0 at the end) or token
     */
    default long sendfile(int outFd, int inFd, MemorySegment position, long count) {
        return submit(SENDFILE, 4, outFd, inFd, Pointers.writable(position, 0, Long.BYTES), count, 0, 0, position);
    }

    /**
     * {@code posix_fadvise(2)}.
     *
     * @param fd       descriptor
     * @param position in the file
     * @param length   bytes, 0 for up to the end
     * @param advice   {@code POSIX_FADV_...}
     * @return result (0) or token
     */
    default long posix_fadvise(int fd, long position, long length, int advice) {
        return submit(FADVISE64, 4, fd, position, length, advice, 0, 0, null);
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
     * {@code syncfs(2)}.
     *
     * @param fd any descriptor in the file system
     * @return result (0) or token
     */
    default long syncfs(int fd) {
        return submit(SYNCFS, 1, fd, 0, 0, 0, 0, 0, null);
    }

    /**
     * {@code sync_file_range(2)}. It makes nothing durable; see its man page.
     *
     * @param fd       descriptor
     * @param position in the file
     * @param length   bytes, 0 for up to the end
     * @param flags    {@code SYNC_FILE_RANGE_...}
     * @return result (0) or token
     */
    default long sync_file_range(int fd, long position, long length, int flags) {
        return submit(SYNC_FILE_RANGE, 4, fd, position, length, flags, 0, 0, null);
    }
}
