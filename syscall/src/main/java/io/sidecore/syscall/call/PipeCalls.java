package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.DescriptorPair;
import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.Pointers;
import java.lang.foreign.MemorySegment;

/**
 * Pipes, and moving bytes through them without copying.
 */
public sealed interface PipeCalls extends Submitter permits SystemCalls {
    /** {@code splice}, {@code tee}: move pages. */
    int SPLICE_F_MOVE = 1;
    /** {@code splice}, {@code tee}, {@code vmsplice}: fail with EAGAIN rather than wait for the pipe. */
    int SPLICE_F_NONBLOCK = 2;
    /** {@code splice}: more follows. */
    int SPLICE_F_MORE = 4;
    /** {@code vmsplice}: the pages are the kernel's from now on. */
    int SPLICE_F_GIFT = 8;

    /**
     * {@code pipe2(2)}.
     *
     * @param pair  where the kernel puts the ends: first to read from, second to write to
     * @param flags 0, {@code O_NONBLOCK}, {@code O_CLOEXEC}, {@code O_DIRECT} for packets
     * @return result (0) or token
     */
    default long pipe2(DescriptorPair pair, int flags) {
        return submit(PIPE2, 2, Pointers.writable(pair.segment()), flags, 0, 0, 0, 0, pair);
    }

    /**
     * {@code splice(2)} from and to the positions of the open files; one of them is a pipe.
     *
     * @param fdIn   descriptor to move from
     * @param fdOut  descriptor to move to
     * @param length bytes at most
     * @param flags  0 or {@code SPLICE_F_...}
     * @return result (bytes moved, possibly fewer, 0 at the end) or token
     */
    default long splice(int fdIn, int fdOut, long length, int flags) {
        return submit(SPLICE, 6, fdIn, 0, fdOut, 0, length, flags, null);
    }

    /**
     * {@code splice(2)} from a given position of a file into a pipe.
     *
     * @param fdIn       descriptor of a file
     * @param positionIn a long, where to read; the kernel moves it on
     * @param fdOut      descriptor of a pipe
     * @param length     bytes at most
     * @param flags      0 or {@code SPLICE_F_...}
     * @return result (bytes moved, possibly fewer, 0 at the end) or token
     */
    default long splice(int fdIn, MemorySegment positionIn, int fdOut, long length, int flags) {
        return submit(SPLICE, 6, fdIn, Pointers.writable(positionIn, 0, Long.BYTES), fdOut, 0, length, flags,
                positionIn);
    }

    /**
     * {@code tee(2)}: from pipe to pipe, and the bytes stay in the first.
     *
     * @param fdIn   descriptor of a pipe
     * @param fdOut  descriptor of another pipe
     * @param length bytes at most
     * @param flags  0 or {@code SPLICE_F_...}
     * @return result (bytes, possibly fewer, 0 at the end) or token
     */
    default long tee(int fdIn, int fdOut, long length, int flags) {
        return submit(TEE, 4, fdIn, fdOut, length, flags, 0, 0, null);
    }

    /**
     * {@code vmsplice(2)} into a pipe. The pipe refers to the memory: it must stay as it is, and reachable, until the pipe
     * is read, which is longer than until the result.
     *
     * @param fd      descriptor of a pipe to write to
     * @param buffers written in turn
     * @param flags   0 or {@code SPLICE_F_...}
     * @return result (bytes, possibly fewer) or token
     */
    default long vmsplice(int fd, IoVectors buffers, int flags) {
        return submit(VMSPLICE, 4, fd, buffers.readable(), buffers.count(), flags, 0, 0, buffers);
    }
}
