package io.sidecore.syscall.struct.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * An array of {@code struct mmsghdr}, for {@code sendmmsg(2)} and {@code recvmmsg(2)}: many messages with one call. Reusable; not
 * to be changed while a call works on it; no allocation.
 *
 * <pre>
 *    0                                 56                 60   64
 *    | msghdr, see MessageHeader       | bytes transferred | -- |
 * </pre>
 */
public final class MessageVector {
    private static final int LENGTH = 64;

    private final MemorySegment segment;
    private final MessageHeader[] messages;

    /**
     * Messages without anything, off-heap.
     *
     * @param count of messages
     * @throws NegativeArraySizeException if the count is negative
     */
    public MessageVector(int count) {
        this(count, Arena.ofAuto());
    }

    /**
     * Messages without anything, in given memory.
     *
     * @param count  of messages
     * @param memory allocates the segment
     * @throws NegativeArraySizeException if the count is negative
     */
    public MessageVector(int count, SegmentAllocator memory) {
        messages = new MessageHeader[count];
        segment = memory.allocate((long) count * LENGTH, Long.BYTES).fill((byte) 0);
        for (int i = 0; i < count; i++) {
            messages[i] = new MessageHeader(segment.asSlice((long) i * LENGTH, MessageHeader.LENGTH));
        }
    }

    /** {@return the number of messages} */
    public int count() {
        return messages.length;
    }

    /**
     * One message, to be set up or looked at.
     *
     * @param index 0 to count − 1
     * @return its header
     */
    public MessageHeader message(int index) {
        return messages[index];
    }

    /**
     * How much of one message was sent or received.
     *
     * @param index 0 to the result of the call − 1
     * @return bytes
     */
    public int transferred(int index) {
        return segment.get(JAVA_INT, (long) Objects.checkIndex(index, messages.length) * LENGTH + MessageHeader.LENGTH);
    }

    /**
     * Fills the structures for sending.
     *
     * @param count messages, from the first
     * @return their address, for the kernel
     * @throws IllegalArgumentException  if the arena of one of the parts is closed
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public long send(int count) {
        Objects.checkFromIndexSize(0, count, messages.length);
        for (int i = 0; i < count; i++) {
            messages[i].send();
        }
        return segment.address();
    }

    /**
     * Fills the structures for receiving.
     *
     * @param count messages, from the first
     * @return their address, for the kernel
     * @throws IllegalArgumentException  if a buffer is read-only, or the arena of one of the parts is closed
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public long receive(int count) {
        Objects.checkFromIndexSize(0, count, messages.length);
        for (int i = 0; i < count; i++) {
            messages[i].receive();
        }
        return segment.address();
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
