package io.sidecore.syscall.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Entries of a directory as {@code getdents64(2)} leaves them ({@code struct linux_dirent64}), and a cursor over them. Reusable;
 * one call at a time; no allocation but for the names that are asked for.
 *
 * <pre>
 *    0       8          16       18     19                    length
 *    | inode | position | length | type | name, NUL, padding |
 * </pre>
 */
public final class DirectoryEntries {
    /** Type of an entry: the file system does not say. */
    public static final int DT_UNKNOWN = 0;
    /** Type of an entry: named pipe. */
    public static final int DT_FIFO = 1;
    /** Type of an entry: character device. */
    public static final int DT_CHR = 2;
    /** Type of an entry: directory. */
    public static final int DT_DIR = 4;
    /** Type of an entry: block device. */
    public static final int DT_BLK = 6;
    /** Type of an entry: regular file. */
    public static final int DT_REG = 8;
    /** Type of an entry: symbolic link. */
    public static final int DT_LNK = 10;
    /** Type of an entry: socket. */
    public static final int DT_SOCK = 12;

    private static final int POSITION = 8;
    private static final int LENGTH = 16;
    private static final int TYPE = 18;
    private static final int NAME = 19;

    /** Before the first: every field is out of bounds from here. */
    private static final long NOWHERE = Long.MIN_VALUE / 2;

    private final MemorySegment segment;
    private long end;
    private long next;
    private long current = NOWHERE;

    /**
     * Room for entries, off-heap.
     *
     * @param bytes size; an entry takes up to 280 bytes, 32 KiB are usual
     */
    public DirectoryEntries(int bytes) {
        this(bytes, Arena.ofAuto());
    }

    /**
     * Room for entries in given memory.
     *
     * @param bytes  size; an entry takes up to 280 bytes, 32 KiB are usual
     * @param memory allocates the segment
     */
    public DirectoryEntries(int bytes, SegmentAllocator memory) {
        segment = memory.allocate(bytes, Long.BYTES).fill((byte) 0);
    }

    /**
     * Goes before the first of the entries that a call has left.
     *
     * @param bytes the result of {@code getdents64}; one that is not positive leaves no entries
     * @return this
     * @throws IndexOutOfBoundsException if there is not room for so many
     */
    public DirectoryEntries filled(long bytes) {
        if (bytes > segment.byteSize()) {
            throw new IndexOutOfBoundsException(bytes + " bytes of entries in room for " + segment.byteSize());
        }
        end = bytes;
        next = 0;
        current = NOWHERE;
        return this;
    }

    /** {@return whether there was another entry to go to} */
    public boolean next() {
        if (next >= end) {
            return false;
        }
        current = next;
        next += Short.toUnsignedInt(segment.get(JAVA_SHORT, current + LENGTH));
        return true;
    }

    /** {@return the file's number in its file system} */
    public long inode() {
        return segment.get(JAVA_LONG, current);
    }

    /** {@return where in the directory the next entry is, for {@code lseek}} */
    public long position() {
        return segment.get(JAVA_LONG, current + POSITION);
    }

    /** {@return the type, {@code DT_...}} */
    public int type() {
        return segment.get(JAVA_BYTE, current + TYPE);
    }

    /** {@return the name, decoded from UTF-8; allocates} */
    public String name() {
        return segment.getString(current + NAME);
    }

    /** {@return whether this is the directory itself or its parent, {@code .} or {@code ..}} */
    public boolean isDot() {
        byte second = segment.get(JAVA_BYTE, current + NAME + 1);
        return segment.get(JAVA_BYTE, current + NAME) == '.'
                && (second == 0 || second == '.' && segment.get(JAVA_BYTE, current + NAME + 2) == 0);
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
