package io.sidecore.syscall.struct.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.Pointers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * A {@code struct msghdr}, for {@code sendmsg(2)} and {@code recvmsg(2)}. It keeps what it points to reachable, so that a call has
 * to hold this object only. Reusable; not to be changed while a call works on it; no allocation.
 *
 * <pre>
 *    0         8                16        24      32        40                48      52   56
 *    | address | its length, -- | buffers | count | control | its length      | flags | -- |
 * </pre>
 */
public final class MessageHeader {
    static final int LENGTH = 56;
    private static final int ADDRESS_LENGTH = 8;
    private static final int BUFFERS = 16;
    private static final int COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;

    private final MemorySegment segment;
    private SocketAddressBuffer address;
    private IoVectors buffers;
    private ControlMessages control;

    /** A message without anything, off-heap. */
    public MessageHeader() {
        this(Arena.ofAuto());
    }

    /**
     * A message without anything, in given memory.
     *
     * @param memory allocates the segment
     */
    public MessageHeader(SegmentAllocator memory) {
        this(memory.allocate(LENGTH, Long.BYTES).fill((byte) 0));
    }

    /** Part of a larger structure. */
    MessageHeader(MemorySegment segment) {
        this.segment = segment;
    }

    /**
     * Sets where the message goes, or room for where it comes from.
     *
     * @param other address, or null for none
     * @return this
     */
    public MessageHeader address(SocketAddressBuffer other) {
        address = other;
        return this;
    }

    /**
     * Sets the content, or room for it.
     *
     * @param others buffers, or null for none
     * @return this
     */
    public MessageHeader buffers(IoVectors others) {
        buffers = others;
        return this;
    }

    /**
     * Sets control messages, or room for them.
     *
     * @param others messages, or null for none
     * @return this
     */
    public MessageHeader control(ControlMessages others) {
        control = others;
        return this;
    }

    /**
     * Fills the structure for sending.
     *
     * @return its address, for the kernel
     * @throws IllegalArgumentException if the arena of one of the parts is closed
     */
    public long send() {
        long header = Pointers.writable(segment);
        boolean addressed = address != null && address.length() > 0;
        segment.set(JAVA_LONG, 0, addressed ? Pointers.readable(address.segment()) : 0);
        segment.set(JAVA_INT, ADDRESS_LENGTH, addressed ? address.length() : 0);
        segment.set(JAVA_LONG, BUFFERS, buffers == null ? 0 : buffers.readable());
        boolean controlled = control != null && control.used() > 0;
        segment.set(JAVA_LONG, CONTROL, controlled ? Pointers.readable(control.segment()) : 0);
        segment.set(JAVA_LONG, CONTROL_LENGTH, controlled ? control.used() : 0);
        segment.set(JAVA_LONG, COUNT, buffers == null ? 0 : buffers.count());
        return header;
    }

    /**
     * Fills the structure for receiving: all the room is free.
     *
     * @return its address, for the kernel
     * @throws IllegalArgumentException if a buffer is read-only, or the arena of one of the parts is closed
     */
    public long receive() {
        long header = Pointers.writable(segment);
        segment.set(JAVA_LONG, 0, address == null ? 0 : address.receive());
        segment.set(JAVA_INT, ADDRESS_LENGTH, address == null ? 0 : address.length());
        segment.set(JAVA_LONG, BUFFERS, buffers == null ? 0 : buffers.writable());
        segment.set(JAVA_LONG, CONTROL, control == null ? 0 : Pointers.writable(control.segment()));
        segment.set(JAVA_LONG, CONTROL_LENGTH, control == null ? 0 : control.segment().byteSize());
        segment.set(JAVA_LONG, COUNT, buffers == null ? 0 : buffers.count());
        return header;
    }

    /** {@return where the received message comes from; of length 0 if the kernel did not say, null without room for it} */
    public SocketAddressBuffer from() {
        return address == null ? null : address.length(segment.get(JAVA_INT, ADDRESS_LENGTH));
    }

    /** {@return the control messages received, before the first; null without room for them} */
    public ControlMessages received() {
        return control == null ? null : control.filled(segment.get(JAVA_LONG, CONTROL_LENGTH));
    }

    /** {@return {@code MSG_...} of the received message, such as {@code MSG_TRUNC}, {@code MSG_CTRUNC}} */
    public int flags() {
        return segment.get(JAVA_INT, FLAGS);
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
