package io.sidecore.bench.calls.served;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.call.SystemCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file without a name in the temporary folder, of one page of the page cache, whose contents tell which writes have been made: each writes
 * a record that begins with its number, and the records take turns.
 *
 * <pre>
 *   0        64       128                       4096
 *   | 1, 65… | 2, 66… | …              | 64, 128… |
 * </pre>
 *
 * <p>For one thread.
 */
public final class RecordFile {
    /** Bytes of a record, and the result of writing one. */
    public static final int LENGTH = 64;
    /** Records in the file. */
    public static final int RECORDS = 64;

    private final DirectCalls calls = new DirectCalls();
    private final MemorySegment buffer = Arena.global().allocate((long) RECORDS * LENGTH, LENGTH);
    private final int fd;
    private long number;

    /** Creates and opens the file, empty. */
    public RecordFile() {
        try {
            Path file = Files.createTempFile("sidecore-bench-", ".data");
            fd = (int) calls.openat(SystemCalls.AT_FDCWD, file.toString(), SystemCalls.O_RDWR, 0);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (fd < 0) {
            throw new IllegalStateException("a file in the temporary folder cannot be opened");
        }
    }

    /**
     * Writes the next record, or submits that.
     *
     * @param through the way to the kernel
     * @return result or token
     */
    public long write(SystemCalls through) {
        long at = position(next());
        buffer.set(ValueLayout.JAVA_LONG, at, number);
        return through.pwrite(fd, buffer, at, LENGTH, at);
    }

    /** {@return the number that the next record begins with, for those who write it by themselves} */
    public long next() {
        return ++number;
    }

    /**
     * Gives out several numbers.
     *
     * @param count how many
     * @return the first of them
     */
    public long next(int count) {
        long first = number + 1;
        number += count;
        return first;
    }

    /** {@return the last number given out, which is how many records have been or will be written} */
    public long last() {
        return number;
    }

    /**
     * Where a record belongs.
     *
     * @param record its number
     * @return offset in the file
     */
    public static long position(long record) {
        return (record - 1) % RECORDS * LENGTH;
    }

    /** {@return descriptor, for reading and writing} */
    public int descriptor() {
        return fd;
    }

    /** {@return a name under which this process can open the file again} */
    public Path path() {
        return Path.of("/proc/self/fd/" + fd);
    }

    /**
     * Looks whether each record of the file is the last one that was to be written there.
     *
     * @throws IllegalStateException if one is another, or missing
     */
    public void requireAllWritten() {
        long first = Math.max(1, number - RECORDS + 1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = arena.allocate(LENGTH, LENGTH);
            for (long wanted = first; wanted <= number; wanted++) {
                long length = calls.pread(fd, record, 0, LENGTH, position(wanted));
                long found = record.get(ValueLayout.JAVA_LONG, 0);
                if (length != LENGTH || found != wanted) {
                    throw new IllegalStateException(
                            "instead of record " + wanted + " the file has " + (length == LENGTH ? found : "none"));
                }
            }
        }
    }

    /** Closes the file, which is its end. */
    public void close() {
        calls.close(fd);
    }
}
