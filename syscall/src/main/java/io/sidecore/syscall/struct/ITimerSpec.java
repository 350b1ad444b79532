package io.sidecore.syscall.struct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * A {@code struct itimerspec}: when a timer expires. Reusable; one call at a time.
 *
 * <pre>
 *    0                   16                 32
 *    | period (timespec) | first (timespec) |
 * </pre>
 */
public final class ITimerSpec {
    private final MemorySegment segment;
    private final TimeSpec period;
    private final TimeSpec first;

    /** A timer that is not armed, off-heap. */
    public ITimerSpec() {
        this(Arena.ofAuto());
    }

    /**
     * A timer that is not armed, in given memory.
     *
     * @param memory allocates the segment
     */
    public ITimerSpec(SegmentAllocator memory) {
        segment = memory.allocate(2 * TimeSpec.LENGTH, Long.BYTES).fill((byte) 0);
        period = new TimeSpec(segment.asSlice(0, TimeSpec.LENGTH));
        first = new TimeSpec(segment.asSlice(TimeSpec.LENGTH, TimeSpec.LENGTH));
    }

    /** {@return {@code it_interval}: time between expirations after the first, 0 for one only} */
    public TimeSpec period() {
        return period;
    }

    /** {@return {@code it_value}: time of the first expiration, or until the next one; 0 for a timer that is not armed} */
    public TimeSpec first() {
        return first;
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
