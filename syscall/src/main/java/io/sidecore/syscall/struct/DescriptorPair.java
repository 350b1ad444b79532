package io.sidecore.syscall.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Room for the two descriptors of {@code pipe2(2)} or {@code socketpair(2)}. Reusable; one call at a time.
 *
 * <pre>
 *    0                       4                       8
 *    | first: a pipe's read  | second: its write end |
 * </pre>
 */
public final class DescriptorPair {
    private final MemorySegment segment;

    /** Room for two descriptors, off-heap. */
    public DescriptorPair() {
        this(Arena.ofAuto());
    }

    /**
     * Room for two descriptors in given memory.
     *
     * @param memory allocates the segment
     */
    public DescriptorPair(SegmentAllocator memory) {
        segment = memory.allocate(2 * Integer.BYTES, Integer.BYTES).fill((byte) 0);
    }

    /** {@return the first descriptor; of a pipe, the one to read from} */
    public int first() {
        return segment.get(JAVA_INT, 0);
    }

    /** {@return the second descriptor; of a pipe, the one to write to} */
    public int second() {
        return segment.get(JAVA_INT, Integer.BYTES);
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
