package io.sidecore.syscall.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * An array of {@code struct pollfd}, for {@code ppoll(2)}. Reusable; one call at a time.
 *
 * <pre>
 *    0            4        6          8
 *    | descriptor | events | returned |
 * </pre>
 */
public final class PollDescriptors {
    /** Readable. */
    public static final int POLLIN = 0x1;
    /** Readable out of band. */
    public static final int POLLPRI = 0x2;
    /** Writable. */
    public static final int POLLOUT = 0x4;
    /** An error is pending; always reported. */
    public static final int POLLERR = 0x8;
    /** The other side is gone; always reported. */
    public static final int POLLHUP = 0x10;
    /** Not an open descriptor; always reported. */
    public static final int POLLNVAL = 0x20;

    private static final int LENGTH = 8;
    private static final int EVENTS = 4;
    private static final int RETURNED = 6;

    private final int count;
    private final MemorySegment segment;

    /**
     * Descriptors, off-heap; those that are not set are passed over.
     *
     * @param count descriptors, not negative
     * @throws IllegalArgumentException if the count is negative
     */
    public PollDescriptors(int count) {
        this(count, Arena.ofAuto());
    }

    /**
     * Descriptors in given memory; those that are not set are passed over.
     *
     * @param count  descriptors, not negative
     * @param memory allocates the segment
     * @throws IllegalArgumentException if the count is negative
     */
    public PollDescriptors(int count, SegmentAllocator memory) {
        this.count = count;
        this.segment = memory.allocate((long) count * LENGTH, Long.BYTES).fill((byte) 0);
        for (int i = 0; i < count; i++) {
            set(i, -1, 0);
        }
    }

    /**
     * Asks for events of one descriptor.
     *
     * @param index  0 to count − 1
     * @param fd     descriptor; a negative one is passed over
     * @param events {@code POLL...}, or-ed
     * @return this
     */
    public PollDescriptors set(int index, int fd, int events) {
        segment.set(JAVA_INT, at(index), fd);
        segment.set(JAVA_SHORT, at(index) + EVENTS, (short) events);
        segment.set(JAVA_SHORT, at(index) + RETURNED, (short) 0);
        return this;
    }

    /**
     * The descriptor.
     *
     * @param index 0 to count − 1
     * @return what was set
     */
    public int fd(int index) {
        return segment.get(JAVA_INT, at(index));
    }

    /**
     * What has happened.
     *
     * @param index 0 to count − 1
     * @return {@code POLL...}, or-ed; 0 for nothing
     */
    public int returned(int index) {
        return Short.toUnsignedInt(segment.get(JAVA_SHORT, at(index) + RETURNED));
    }

    /** {@return the number of descriptors} */
    public int count() {
        return count;
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }

    private long at(int index) {
        return (long) Objects.checkIndex(index, count) * LENGTH;
    }
}
