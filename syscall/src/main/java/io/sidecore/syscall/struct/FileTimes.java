package io.sidecore.syscall.struct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * The two times that {@code utimensat(2)} sets. Reusable; one call at a time.
 *
 * <pre>
 *    0                     16                    32
 *    | accessed (timespec) | modified (timespec) |
 * </pre>
 */
public final class FileTimes {
    /** In the place of nanoseconds: the current time. */
    public static final int UTIME_NOW = 0x3FFF_FFFF;
    /** In the place of nanoseconds: leave this time as it is. */
    public static final int UTIME_OMIT = 0x3FFF_FFFE;

    private final MemorySegment segment;
    private final TimeSpec accessed;
    private final TimeSpec modified;

    /** Both times 0, which is the beginning of 1970; off-heap. */
    public FileTimes() {
        this(Arena.ofAuto());
    }

    /**
     * Both times 0, in given memory.
     *
     * @param memory allocates the segment
     */
    public FileTimes(SegmentAllocator memory) {
        segment = memory.allocate(2 * TimeSpec.LENGTH, Long.BYTES).fill((byte) 0);
        accessed = new TimeSpec(segment.asSlice(0, TimeSpec.LENGTH));
        modified = new TimeSpec(segment.asSlice(TimeSpec.LENGTH, TimeSpec.LENGTH));
    }

    /** {@return time of the last access} */
    public TimeSpec accessed() {
        return accessed;
    }

    /** {@return time of the last change of the content} */
    public TimeSpec modified() {
        return modified;
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
