package io.sidecore.syscall;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;

/**
 * Buffers of one size for a page's calls, side by side in one piece of off-heap memory, each at a multiple of {@link #ALIGNMENT}, as {@code O_DIRECT}
 * wants it. Made by {@link SyscallPage#bufferPool}.
 *
 * <p>A buffer belongs to whoever has taken it, and to the kernel while a call on it is in flight: give it back when the call's result is there.
 *
 * <p>Not thread-safe: one thread, the page's owner. Nothing but the pool's construction allocates.
 */
public final class BufferPool {
    /** Bytes; of a page of memory. */
    public static final int ALIGNMENT = 4096;

    private final MemorySegment memory;
    private final MemorySegment[] buffers;
    private final long stride;
    private final boolean[] isFree;
    /** Indexes of free buffers, the one to be taken next last: what was used last is in the cache. */
    private final int[] free;
    private int available;

    BufferPool(SegmentAllocator allocator, int count, int length) {
        if (count < 1 || length < 1) {
            throw new IllegalArgumentException(
                    count + " buffers of " + length + " bytes: both numbers must be positive");
        }
        this.stride = Math.ceilDiv((long) length, ALIGNMENT) * ALIGNMENT;
        this.memory = allocator.allocate(stride * count, ALIGNMENT);
        this.buffers = new MemorySegment[count];
        this.free = new int[count];
        this.isFree = new boolean[count];
        this.available = count;
        Arrays.fill(isFree, true);
        for (int index = 0; index < count; index++) {
            buffers[index] = memory.asSlice(index * stride, length);
            free[count - 1 - index] = index;
        }
    }

    /** {@return a buffer with whatever it contained last, or null if none is free} */
    public MemorySegment take() {
        if (available == 0) {
            return null;
        }
        int index = free[--available];
        isFree[index] = false;
        return buffers[index];
    }

    /**
     * Makes a buffer free again.
     *
     * @param buffer that was taken, and that no call in flight works on
     * @throws IllegalArgumentException if it is not one of this pool's, or free already
     */
    public void giveBack(MemorySegment buffer) {
        int index = index(buffer);
        if (isFree[index]) {
            throw new IllegalArgumentException("buffer " + index + " is free already");
        }
        isFree[index] = true;
        free[available++] = index;
    }

    /**
     * Which buffer a segment is, for instance to attach it to a call.
     *
     * @param buffer one of this pool's, or a slice that begins where one does
     * @return from 0 to {@link #count()} - 1
     * @throws IllegalArgumentException if it is not one of this pool's
     */
    public int index(MemorySegment buffer) {
        long offset = buffer.isNative() ? buffer.address() - memory.address() : -1;
        if (offset < 0 || offset >= memory.byteSize() || offset % stride != 0) {
            throw new IllegalArgumentException("no buffer of this pool begins there");
        }
        return (int) (offset / stride);
    }

    /**
     * One of the buffers, taken or not.
     *
     * @param index from 0 to {@link #count()} - 1
     * @return the same segment always
     */
    public MemorySegment buffer(int index) {
        return buffers[index];
    }

    /** {@return how many buffers there are} */
    public int count() {
        return buffers.length;
    }

    /** {@return how many are free} */
    public int available() {
        return available;
    }

    /** {@return all buffers and what is between them, as one piece that can be registered with the kernel} */
    public MemorySegment memory() {
        return memory;
    }
}
