package io.sidecore.bench.latency.transport;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.call.SystemCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file without a name in the temporary folder, of which the first 64 bytes are written over and over. */
final class WrittenFile {
    static final int LENGTH = 64;

    private final DirectCalls calls = new DirectCalls();
    private final MemorySegment buffer = Arena.global().allocate(LENGTH, LENGTH);
    private final int fd;

    WrittenFile() throws IOException {
        Path file = Files.createTempFile("sidecore-latency-", ".data");
        fd = (int) calls.openat(SystemCalls.AT_FDCWD, file.toString(), SystemCalls.O_RDWR, 0);
        Files.delete(file);
        if (fd < 0 || write(calls) != LENGTH || sync(calls) != 0) {
            throw new IOException("a file in the temporary folder cannot be written and synced");
        }
    }

    /** Result, or token. */
    long write(SystemCalls through) {
        return through.pwrite(fd, buffer, 0, LENGTH, 0);
    }

    /** Result, or token. */
    long sync(SystemCalls through) {
        return through.fdatasync(fd);
    }

    static void check(long result, long expected) {
        if (result != expected) {
            throw new IllegalStateException("a call has returned " + result + " instead of " + expected);
        }
    }

    void close() {
        calls.close(fd);
    }
}
