package io.sidecore.syscall.struct;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * A {@code struct timespec}: a point in time or a duration. Reusable; one call at a time.
 *
 * <pre>
 *    0         8             16
 *    | seconds | nanoseconds |
 * </pre>
 */
public final class TimeSpec {
    static final int LENGTH = 16;
    private static final int NANOS = 8;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final MemorySegment segment;

    /** A duration of 0, off-heap. */
    public TimeSpec() {
        this(Arena.ofAuto());
    }

    /**
     * A duration of 0 in given memory.
     *
     * @param memory allocates the segment
     */
    public TimeSpec(SegmentAllocator memory) {
        this(memory.allocate(LENGTH, Long.BYTES).fill((byte) 0));
    }

    /** Part of a larger structure. */
    TimeSpec(MemorySegment segment) {
        this.segment = segment;
    }

    /**
     * Sets both fields as they are; whether they are a time is the kernel's to judge.
     *
     * @param seconds     of the time
     * @param nanoseconds beyond them, 0 to 999,999,999
     * @return this
     */
    public TimeSpec set(long seconds, long nanoseconds) {
        segment.set(JAVA_LONG, 0, seconds);
        segment.set(JAVA_LONG, NANOS, nanoseconds);
        return this;
    }

    /**
     * Sets the time.
     *
     * @param nanoseconds the whole of it, also negative
     * @return this
     */
    public TimeSpec nanos(long nanoseconds) {
        return set(Math.floorDiv(nanoseconds, NANOS_PER_SECOND), Math.floorMod(nanoseconds, NANOS_PER_SECOND));
    }

    /** {@return the seconds} */
    public long seconds() {
        return segment.get(JAVA_LONG, 0);
    }

    /** {@return the nanoseconds beyond the seconds} */
    public long nanosOfSecond() {
        return segment.get(JAVA_LONG, NANOS);
    }

    /** {@return the whole time in nanoseconds; for times of 292 years and less} */
    public long nanos() {
        return seconds() * NANOS_PER_SECOND + nanosOfSecond();
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
