package io.sidecore.syscall.struct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * From segments to the addresses that the kernel takes, checked; for who fills a structure of his own or uses the raw form of a
 * call. Any thread; no allocation, but for {@link #together}.
 */
public final class Pointers {
    private static final MemorySegment.Scope ALWAYS = Arena.global().scope();

    private Pointers() {}

    /**
     * Address of bytes that the kernel reads.
     *
     * @param buffer off-heap
     * @param offset first byte in the buffer
     * @param length bytes
     * @return the address of the first byte
     * @throws IllegalArgumentException  if the segment is on the heap, where the collector moves it, or its arena is closed
     * @throws IndexOutOfBoundsException if the bytes are not all within the segment
     */
    public static long readable(MemorySegment buffer, long offset, long length) {
        if (!buffer.isNative()) {
            throw new IllegalArgumentException("heap segment: the kernel needs memory that the collector does not move;"
                    + " allocate it from an Arena or from the page");
        }
        if (!buffer.scope().isAlive()) {
            throw new IllegalArgumentException("the segment's arena is closed");
        }
        Objects.checkFromIndexSize(offset, length, buffer.byteSize());
        return buffer.address() + offset;
    }

    /**
     * Address of a whole segment that the kernel reads.
     *
     * @param buffer off-heap
     * @return its address
     * @throws IllegalArgumentException as the longer form
     */
    public static long readable(MemorySegment buffer) {
        return readable(buffer, 0, buffer.byteSize());
    }

    /**
     * Address of bytes that the kernel writes.
     *
     * @param buffer off-heap, not read-only
     * @param offset first byte in the buffer
     * @param length bytes
     * @return the address of the first byte
     * @throws IllegalArgumentException  if the segment is read-only or on the heap, or its arena is closed
     * @throws IndexOutOfBoundsException if the bytes are not all within the segment
     */
    public static long writable(MemorySegment buffer, long offset, long length) {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException("the kernel would write into a read-only segment");
        }
        return readable(buffer, offset, length);
    }

    /**
     * Address of a whole segment that the kernel writes.
     *
     * @param buffer off-heap, not read-only
     * @return its address
     * @throws IllegalArgumentException as the longer form
     */
    public static long writable(MemorySegment buffer) {
        return writable(buffer, 0, buffer.byteSize());
    }

    /**
     * One object that keeps two segments reachable, for a call that works on both. Of two segments from one arena, each keeps
     * the other, and the global arena needs no keeping; only for two other arenas is a pair allocated.
     *
     * @param first  a segment
     * @param second another one, or null
     * @return what to hold until the call has its result
     */
    public static Object together(MemorySegment first, MemorySegment second) {
        if (second == null || second.scope().equals(ALWAYS) || second.scope().equals(first.scope())) {
            return first;
        }
        return first.scope().equals(ALWAYS) ? second : new MemorySegment[]{first, second};
    }
}
