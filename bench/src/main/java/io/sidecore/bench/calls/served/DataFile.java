package io.sidecore.bench.calls.served;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.call.SystemCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file without a name in the temporary folder, and 64 bytes to write to its beginning over and over: to the page cache. */
public final class DataFile {
    /** Bytes of a write, and its result. */
    public static final int LENGTH = 64;

    private final DirectCalls calls = new DirectCalls();
    private final MemorySegment buffer = Arena.global().allocate(LENGTH, LENGTH);
    private final int fd;

    /** Creates and opens the file. */
    public DataFile() {
        try {
            Path file = Files.createTempFile("sidecore-bench-", ".data");
            fd = (int) calls.openat(SystemCalls.AT_FDCWD, file.toString(), SystemCalls.O_RDWR, 0);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (fd < 0 || write(calls) != LENGTH) {
            throw new IllegalStateException("a file in the temporary folder cannot be written");
        }
    }

    /**
     * Writes, or submits that.
     *
     * @param through the way to the kernel
     * @return result or token
     */
    public long write(SystemCalls through) {
        return through.pwrite(fd, buffer, 0, LENGTH, 0);
    }

    /** Closes the file, which is its end. */
    public void close() {
        calls.close(fd);
    }
}
