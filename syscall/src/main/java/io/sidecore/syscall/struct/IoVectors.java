package io.sidecore.syscall.struct;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.Objects;

/**
 * An array of {@code struct iovec}: buffers that one call fills or writes in turn. It keeps its buffers reachable, so that a call
 * has to hold this object only. Reusable; not to be changed while a call works on it.
 *
 * <pre>
 *    0         8        16
 *    | address | length |
 * </pre>
 */
public final class IoVectors {
    /** Buffers that a call takes at most. */
    public static final int IOV_MAX = 1024;

    private static final int LENGTH = 16;
    private static final int SPAN = 8;

    private final MemorySegment segment;
    private final MemorySegment[] buffers;
    private int count;

    /**
     * Room for buffers, off-heap.
     *
     * @param capacity buffers at most, 1 to {@value #IOV_MAX}
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public IoVectors(int capacity) {
        this(capacity, Arena.ofAuto());
    }

    /**
     * Room for buffers in given memory.
     *
     * @param capacity buffers at most, 1 to {@value #IOV_MAX}
     * @param memory   allocates the segment
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public IoVectors(int capacity, SegmentAllocator memory) {
        if (capacity < 1 || capacity > IOV_MAX) {
            throw new IllegalArgumentException("capacity " + capacity + ": must be 1 to " + IOV_MAX);
        }
        segment = memory.allocate((long) capacity * LENGTH, Long.BYTES).fill((byte) 0);
        buffers = new MemorySegment[capacity];
    }

    /**
     * Adds a buffer.
     *
     * @param buffer off-heap
     * @param offset first byte in the buffer
     * @param length bytes
     * @return this
     * @throws IllegalArgumentException  if the segment is on the heap or its arena is closed
     * @throws IndexOutOfBoundsException if the bytes are not all within the segment, or there is no room for another
     */
    public IoVectors add(MemorySegment buffer, long offset, long length) {
        put(Objects.checkIndex(count, buffers.length), buffer, offset, length);
        count++;
        return this;
    }

    /**
     * Puts another buffer in the place of one.
     *
     * @param index  0 to count − 1
     * @param buffer off-heap
     * @param offset first byte in the buffer
     * @param length bytes
     * @return this
     * @throws IllegalArgumentException  if the segment is on the heap or its arena is closed
     * @throws IndexOutOfBoundsException if the bytes are not all within the segment, or there is no such place
     */
    public IoVectors set(int index, MemorySegment buffer, long offset, long length) {
        put(Objects.checkIndex(index, count), buffer, offset, length);
        return this;
    }

    private void put(int index, MemorySegment buffer, long offset, long length) {
        segment.set(JAVA_LONG, (long) index * LENGTH, Pointers.readable(buffer, offset, length));
        segment.set(JAVA_LONG, (long) index * LENGTH + SPAN, length);
        buffers[index] = buffer;
    }

    /**
     * Takes all buffers out.
     *
     * @return this
     */
    public IoVectors clear() {
        Arrays.fill(buffers, 0, count, null);
        count = 0;
        return this;
    }

    /** {@return the number of buffers} */
    public int count() {
        return count;
    }

    /** {@return bytes of all buffers together} */
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += segment.get(JAVA_LONG, (long) i * LENGTH + SPAN);
        }
        return bytes;
    }

    /**
     * Address of the array, for a call that reads the buffers.
     *
     * @return the address
     * @throws IllegalArgumentException if the arena of a buffer is closed
     */
    public long readable() {
        for (int i = 0; i < count; i++) {
            Pointers.readable(buffers[i]);
        }
        return Pointers.readable(segment);
    }

    /**
     * Address of the array, for a call that writes into the buffers.
     *
     * @return the address
     * @throws IllegalArgumentException if a buffer is read-only, or its arena is closed
     */
    public long writable() {
        for (int i = 0; i < count; i++) {
            Pointers.writable(buffers[i]);
        }
        return Pointers.readable(segment);
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
