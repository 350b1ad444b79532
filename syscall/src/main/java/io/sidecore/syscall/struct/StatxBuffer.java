package io.sidecore.syscall.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Room for one {@code struct statx}, filled by {@code statx(2)}; the same on every architecture. Reusable; one call at a time.
 *
 * <pre>
 *      0      4       8            16      20    24    28     32      40     48       56
 *      | mask | block | attributes | links | uid | gid | mode | inode | size | blocks | ...
 *      64         80       96        112        128             136             144        152    156     160    256
 *      | accessed | born   | changed | modified | device itself | its device    | mount id | mem  | offset | ...
 *
 *      a time:   | seconds, 8 bytes | nanoseconds, 4 | 4 unused |
 * </pre>
 */
public final class StatxBuffer {
    private static final int LENGTH = 256;
    private static final int MASK = 0;
    private static final int BLOCK_SIZE = 4;
    private static final int LINKS = 16;
    private static final int UID = 20;
    private static final int GID = 24;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int SIZE = 40;
    private static final int BLOCKS = 48;
    private static final int ACCESSED = 64;
    private static final int BORN = 80;
    private static final int CHANGED = 96;
    private static final int MODIFIED = 112;
    private static final int DEVICE_MAJOR = 136;
    private static final int DEVICE_MINOR = 140;
    private static final int MOUNT_ID = 144;
    private static final int DIRECT_MEMORY_ALIGNMENT = 152;
    private static final int DIRECT_OFFSET_ALIGNMENT = 156;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final MemorySegment segment;

    /** A zeroed buffer, off-heap. */
    public StatxBuffer() {
        this(Arena.ofAuto());
    }

    /**
     * A buffer in given memory.
     *
     * @param memory allocates the segment
     */
    public StatxBuffer(SegmentAllocator memory) {
        segment = memory.allocate(LENGTH, Long.BYTES).fill((byte) 0);
    }

    /** {@return what of this the kernel has filled in, {@code STATX_...}} */
    public int mask() {
        return segment.get(JAVA_INT, MASK);
    }

    /** {@return the preferred size of transfers, in bytes} */
    public int blockSize() {
        return segment.get(JAVA_INT, BLOCK_SIZE);
    }

    /** {@return how many names the file has} */
    public int links() {
        return segment.get(JAVA_INT, LINKS);
    }

    /** {@return the owner's user id} */
    public int uid() {
        return segment.get(JAVA_INT, UID);
    }

    /** {@return the owner's group id} */
    public int gid() {
        return segment.get(JAVA_INT, GID);
    }

    /** {@return type and permissions, {@code st_mode}} */
    public int mode() {
        return Short.toUnsignedInt(segment.get(JAVA_SHORT, MODE));
    }

    /** {@return the file's number in its file system} */
    public long inode() {
        return segment.get(JAVA_LONG, INODE);
    }

    /** {@return the file's length in bytes} */
    public long size() {
        return segment.get(JAVA_LONG, SIZE);
    }

    /** {@return blocks of 512 bytes that are allocated to the file} */
    public long blocks() {
        return segment.get(JAVA_LONG, BLOCKS);
    }

    /** {@return time of the last access, in nanoseconds since 1970} */
    public long accessed() {
        return nanos(ACCESSED);
    }

    /** {@return time of creation, in nanoseconds since 1970} */
    public long born() {
        return nanos(BORN);
    }

    /** {@return time of the last change of this status, in nanoseconds since 1970} */
    public long changed() {
        return nanos(CHANGED);
    }

    /** {@return time of the last change of the content, in nanoseconds since 1970} */
    public long modified() {
        return nanos(MODIFIED);
    }

    /** {@return major number of the device that holds the file} */
    public int deviceMajor() {
        return segment.get(JAVA_INT, DEVICE_MAJOR);
    }

    /** {@return minor number of the device that holds the file} */
    public int deviceMinor() {
        return segment.get(JAVA_INT, DEVICE_MINOR);
    }

    /** {@return id of the mount that holds the file; Linux 5.8} */
    public long mountId() {
        return segment.get(JAVA_LONG, MOUNT_ID);
    }

    /** {@return alignment of buffers for {@code O_DIRECT} in bytes, 0 if not supported; Linux 6.1, {@code STATX_DIOALIGN}} */
    public int directMemoryAlignment() {
        return segment.get(JAVA_INT, DIRECT_MEMORY_ALIGNMENT);
    }

    /** {@return alignment of positions and lengths for {@code O_DIRECT} in bytes, 0 if not supported; Linux 6.1} */
    public int directOffsetAlignment() {
        return segment.get(JAVA_INT, DIRECT_OFFSET_ALIGNMENT);
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }

    private long nanos(int field) {
        return segment.get(JAVA_LONG, field) * NANOS_PER_SECOND + segment.get(JAVA_INT, field + Long.BYTES);
    }
}
