package io.sidecore.syscall.struct.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sidecore.syscall.struct.Pointers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * The value of a socket option, with the length that {@code getsockopt(2)} both takes and gives. Reusable; one call at a time.
 *
 * <pre>
 *    0        4                       capacity
 *    | length | value, as a rule int  |
 * </pre>
 */
public final class SocketOption {
    private static final int VALUE = 4;

    private final MemorySegment segment;

    /** An option of type int, off-heap. */
    public SocketOption() {
        this(Integer.BYTES, Arena.ofAuto());
    }

    /**
     * An option of any type in given memory.
     *
     * @param bytes  of its value, at least 4
     * @param memory allocates the segment
     * @throws IllegalArgumentException if there are fewer bytes
     */
    public SocketOption(int bytes, SegmentAllocator memory) {
        if (bytes < Integer.BYTES) {
            throw new IllegalArgumentException(bytes + " bytes: an option takes at least 4");
        }
        segment = memory.allocate(VALUE + bytes, Long.BYTES).fill((byte) 0);
        length(bytes);
    }

    /**
     * Sets an option of type int, or a switch.
     *
     * @param value the option, 1 and 0 for a switch
     * @return this
     */
    public SocketOption set(int value) {
        return set(0, value).length(Integer.BYTES);
    }

    /**
     * Sets one of several ints, as {@code SO_LINGER} has them; the length stays.
     *
     * @param offset bytes from the start of the value
     * @param value  what to put there
     * @return this
     */
    public SocketOption set(int offset, int value) {
        segment.set(JAVA_INT, (long) VALUE + offset, value);
        return this;
    }

    /** {@return the value of an option of type int} */
    public int get() {
        return get(0);
    }

    /**
     * One of several ints.
     *
     * @param offset bytes from the start of the value
     * @return what is there
     */
    public int get(int offset) {
        return segment.get(JAVA_INT, (long) VALUE + offset);
    }

    /** {@return bytes of the value} */
    public int length() {
        return segment.get(JAVA_INT, 0);
    }

    private SocketOption length(int bytes) {
        segment.set(JAVA_INT, 0, bytes);
        return this;
    }

    /**
     * Makes room for whatever comes: the length becomes that of the room.
     *
     * @return the address of the value, for the kernel
     * @throws IllegalArgumentException if the arena of the memory is closed
     */
    public long receive() {
        long address = Pointers.writable(segment);
        length((int) segment.byteSize() - VALUE);
        return address + VALUE;
    }

    /** {@return the address of the value, for the kernel to read} */
    public long value() {
        return Pointers.readable(segment) + VALUE;
    }

    /** {@return the address of the length word, for the kernel} */
    public long lengthAddress() {
        return segment.address();
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
