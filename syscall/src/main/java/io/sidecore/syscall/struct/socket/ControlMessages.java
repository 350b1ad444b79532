package io.sidecore.syscall.struct.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * Control messages of {@code sendmsg(2)} and {@code recvmsg(2)}, see {@code cmsg(3)}: to be written before sending, with a
 * cursor over them after receiving. Reusable; one call at a time; no allocation.
 *
 * <pre>
 *    0        8       12     16               length (without padding) ... next one, aligned to 8
 *    | length | level | type | data           |
 * </pre>
 */
public final class ControlMessages {
    /** Level of the messages of sockets themselves. */
    public static final int SOL_SOCKET = 1;
    /** Type: descriptors that change hands, see {@code unix(7)}. */
    public static final int SCM_RIGHTS = 1;

    private static final int LEVEL = 8;
    private static final int TYPE = 12;
    private static final int DATA = 16;

    /** Before the first: every field is out of bounds from here. */
    private static final long NOWHERE = Long.MIN_VALUE / 2;

    private final MemorySegment segment;
    private long used;
    private long current = NOWHERE;

    /**
     * Room for messages, off-heap.
     *
     * @param bytes of all messages, see {@link #space}
     */
    public ControlMessages(int bytes) {
        this(bytes, Arena.ofAuto());
    }

    /**
     * Room for messages in given memory.
     *
     * @param bytes  of all messages, see {@link #space}
     * @param memory allocates the segment
     */
    public ControlMessages(int bytes, SegmentAllocator memory) {
        segment = memory.allocate(align(bytes), Long.BYTES).fill((byte) 0);
    }

    /**
     * How much room a message takes.
     *
     * @param data bytes of its data; 4 a descriptor
     * @return bytes with header and padding
     */
    public static int space(int data) {
        return Math.toIntExact(DATA + align(data));
    }

    /**
     * Takes all messages out.
     *
     * @return this
     */
    public ControlMessages clear() {
        return filled(0);
    }

    /**
     * Adds a message that gives descriptors to the receiver. They stay open here, too.
     *
     * @param descriptors to be sent
     * @return this
     * @throws IndexOutOfBoundsException if there is not room for it
     */
    public ControlMessages rights(int... descriptors) {
        long data = header(SOL_SOCKET, SCM_RIGHTS, (long) descriptors.length * Integer.BYTES);
        MemorySegment.copy(descriptors, 0, segment, JAVA_INT, data, descriptors.length);
        return this;
    }

    /**
     * Adds a message of any kind.
     *
     * @param level such as {@link #SOL_SOCKET}
     * @param type  of the message, by level
     * @param data  copied
     * @return this
     * @throws IndexOutOfBoundsException if there is not room for it
     */
    public ControlMessages add(int level, int type, MemorySegment data) {
        long at = header(level, type, data.byteSize());
        MemorySegment.copy(data, 0, segment, at, data.byteSize());
        return this;
    }

    /** Writes a header behind the last message and returns where its data goes. */
    private long header(int level, int type, long length) {
        long at = used;
        if (at + DATA + align(length) > segment.byteSize()) {
            throw new IndexOutOfBoundsException(
                    "no room for a control message of " + length + " bytes: " + (segment.byteSize() - at)
                            + " are left");
        }
        segment.set(JAVA_LONG, at, DATA + length);
        segment.set(JAVA_INT, at + LEVEL, level);
        segment.set(JAVA_INT, at + TYPE, type);
        used = at + DATA + align(length);
        return at + DATA;
    }

    /**
     * Goes before the first message of those that a call has left.
     *
     * @param bytes of them, with headers
     * @return this
     * @throws IndexOutOfBoundsException if there is not room for so many
     */
    public ControlMessages filled(long bytes) {
        if (bytes < 0 || bytes > segment.byteSize()) {
            throw new IndexOutOfBoundsException(
                    bytes + " bytes of control messages in room for " + segment.byteSize());
        }
        used = bytes;
        current = NOWHERE;
        return this;
    }

    /** {@return whether there was another message to go to} */
    public boolean next() {
        long next = current < 0 ? 0 : current + align(length());
        if (next + DATA > used) {
            return false;
        }
        current = next;
        if (length() < DATA || next + length() > used) {
            throw new IllegalStateException("a control message of " + length() + " bytes in " + (used - next));
        }
        return true;
    }

    /** {@return the level of this message} */
    public int level() {
        return segment.get(JAVA_INT, current + LEVEL);
    }

    /** {@return the type of this message} */
    public int type() {
        return segment.get(JAVA_INT, current + TYPE);
    }

    /** {@return where the data of this message starts in {@link #segment}} */
    public long dataOffset() {
        return current + DATA;
    }

    /** {@return bytes of data of this message} */
    public long dataLength() {
        return length() - DATA;
    }

    /** {@return how many descriptors this message has brought; 0 if it is of another kind} */
    public int descriptors() {
        return level() == SOL_SOCKET && type() == SCM_RIGHTS ? (int) (dataLength() / Integer.BYTES) : 0;
    }

    /**
     * One of the descriptors that have come; it is the receiver's to close.
     *
     * @param index 0 to the number of descriptors − 1
     * @return the descriptor
     */
    public int descriptor(int index) {
        return segment.get(JAVA_INT, dataOffset() + Objects.checkIndex(index, descriptors()) * 4L);
    }

    /** {@return bytes of all messages, with headers and padding} */
    public long used() {
        return used;
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }

    private long length() {
        return segment.get(JAVA_LONG, current);
    }

    private static long align(long bytes) {
        return bytes + 7 & -8;
    }
}
