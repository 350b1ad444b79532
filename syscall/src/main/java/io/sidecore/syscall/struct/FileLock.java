package io.sidecore.syscall.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * A {@code struct flock}: a range of a file that is locked, see {@code fcntl_locking(2)}. Reusable; one call at a time.
 *
 * <pre>
 *    0      2        4    8       16       24    28  32
 *    | type | whence | -- | start | length | pid | -- |
 * </pre>
 */
public final class FileLock {
    /** Shared lock. */
    public static final short F_RDLCK = 0;
    /** Exclusive lock. */
    public static final short F_WRLCK = 1;
    /** No lock. */
    public static final short F_UNLCK = 2;

    private static final int LENGTH = 32;
    private static final int WHENCE = 2;
    private static final int START = 8;
    private static final int SPAN = 16;
    private static final int PID = 24;

    private final MemorySegment segment;

    /** An empty structure, off-heap. */
    public FileLock() {
        this(Arena.ofAuto());
    }

    /**
     * An empty structure in given memory.
     *
     * @param memory allocates the segment
     */
    public FileLock(SegmentAllocator memory) {
        segment = memory.allocate(LENGTH, Long.BYTES).fill((byte) 0);
    }

    /**
     * Describes a range. The process id becomes 0, as locks of open file descriptions need it.
     *
     * @param type   {@code F_RDLCK}, {@code F_WRLCK} or {@code F_UNLCK}
     * @param whence {@code SEEK_SET}, {@code SEEK_CUR} or {@code SEEK_END}
     * @param start  first byte, relative to that
     * @param length bytes; 0 means up to the end, however far it moves
     * @return this
     */
    public FileLock set(short type, int whence, long start, long length) {
        segment.set(JAVA_SHORT, 0, type);
        segment.set(JAVA_SHORT, WHENCE, (short) whence);
        segment.set(JAVA_LONG, START, start);
        segment.set(JAVA_LONG, SPAN, length);
        segment.set(JAVA_INT, PID, 0);
        return this;
    }

    /** {@return the type; {@code F_UNLCK} after {@code F_GETLK} if nothing is in the way} */
    public short type() {
        return segment.get(JAVA_SHORT, 0);
    }

    /** {@return what the start is relative to} */
    public int whence() {
        return segment.get(JAVA_SHORT, WHENCE);
    }

    /** {@return the first byte} */
    public long start() {
        return segment.get(JAVA_LONG, START);
    }

    /** {@return the bytes, 0 for up to the end} */
    public long length() {
        return segment.get(JAVA_LONG, SPAN);
    }

    /** {@return who holds the lock that is in the way, after {@code F_GETLK}; -1 for one of an open file description} */
    public int pid() {
        return segment.get(JAVA_INT, PID);
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
