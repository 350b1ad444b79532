package io.sidecore.syscall.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * An array of {@code struct epoll_event}, for {@code epoll_ctl(2)} and {@code epoll_wait(2)}. Reusable; one call at a time.
 *
 * <pre>
 *    x86-64, packed:   0        4      12        aarch64:   0        4    8      16
 *                      | events | data |                    | events | -- | data |
 * </pre>
 */
public final class EpollEvents {
    /** Readable. */
    public static final int EPOLLIN = 0x1;
    /** Readable out of band. */
    public static final int EPOLLPRI = 0x2;
    /** Writable. */
    public static final int EPOLLOUT = 0x4;
    /** An error is pending; always reported. */
    public static final int EPOLLERR = 0x8;
    /** The other side is gone; always reported. */
    public static final int EPOLLHUP = 0x10;
    /** The other side has ended its writing. */
    public static final int EPOLLRDHUP = 0x2000;
    /** Wake one waiter only. */
    public static final int EPOLLEXCLUSIVE = 1 << 28;
    /** Report once, then be silent until changed. */
    public static final int EPOLLONESHOT = 1 << 30;
    /** Report changes rather than states. */
    public static final int EPOLLET = 1 << 31;

    private static final boolean PACKED = !System.getProperty("os.arch").equals("aarch64");
    private static final int LENGTH = PACKED ? 12 : 16;
    private static final int DATA = PACKED ? 4 : 8;

    private final int capacity;
    private final MemorySegment segment;

    /**
     * Room for events, off-heap.
     *
     * @param capacity events at most, positive
     * @throws IllegalArgumentException if the capacity is not positive
     */
    public EpollEvents(int capacity) {
        this(capacity, Arena.ofAuto());
    }

    /**
     * Room for events in given memory.
     *
     * @param capacity events at most, positive
     * @param memory   allocates the segment
     * @throws IllegalArgumentException if the capacity is not positive
     */
    public EpollEvents(int capacity, SegmentAllocator memory) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity " + capacity + ": must be positive");
        }
        this.capacity = capacity;
        this.segment = memory.allocate((long) capacity * LENGTH, Long.BYTES).fill((byte) 0);
    }

    /**
     * Sets one event.
     *
     * @param index  0 to capacity − 1
     * @param events {@code EPOLL...}, or-ed
     * @param data   comes back with each report
     * @return this
     */
    public EpollEvents set(int index, int events, long data) {
        segment.set(JAVA_INT, at(index), events);
        segment.set(JAVA_LONG_UNALIGNED, at(index) + DATA, data);
        return this;
    }

    /**
     * What has happened.
     *
     * @param index 0 to the result of the wait − 1
     * @return {@code EPOLL...}, or-ed
     */
    public int events(int index) {
        return segment.get(JAVA_INT, at(index));
    }

    /**
     * What was registered with the descriptor.
     *
     * @param index 0 to the result of the wait − 1
     * @return the data
     */
    public long data(int index) {
        return segment.get(JAVA_LONG_UNALIGNED, at(index) + DATA);
    }

    /** {@return events at most} */
    public int capacity() {
        return capacity;
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }

    private long at(int index) {
        return (long) Objects.checkIndex(index, capacity) * LENGTH;
    }
}
