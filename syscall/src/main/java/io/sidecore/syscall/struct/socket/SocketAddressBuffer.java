package io.sidecore.syscall.struct.socket;

import static io.sidecore.syscall.struct.socket.SocketAddresses.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.sidecore.syscall.struct.Pointers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * Room for any socket address that the kernel leaves, with the length that it both takes and gives. Reusable; one call at a time.
 *
 * <pre>
 *    0                               128      132
 *    | address, see SocketAddresses  | length |
 * </pre>
 */
public final class SocketAddressBuffer {
    private static final int CAPACITY = 128;

    private final MemorySegment segment;

    /** An empty address, off-heap. */
    public SocketAddressBuffer() {
        this(Arena.ofAuto());
    }

    /**
     * An empty address in given memory.
     *
     * @param memory allocates the segment
     */
    public SocketAddressBuffer(SegmentAllocator memory) {
        segment = memory.allocate(CAPACITY + Integer.BYTES, Long.BYTES).fill((byte) 0);
    }

    /**
     * Copies an address in, for a message that is to be sent there.
     *
     * @param encoded see {@link SocketAddresses}
     * @return this
     * @throws IndexOutOfBoundsException if it has more than 128 bytes
     */
    public SocketAddressBuffer set(MemorySegment encoded) {
        length(Math.toIntExact(encoded.byteSize()));
        MemorySegment.copy(encoded, 0, segment, 0, encoded.byteSize());
        return this;
    }

    /**
     * Makes room for whatever comes: the length becomes that of the room.
     *
     * @return the address of the room, for the kernel
     * @throws IllegalArgumentException if the arena of the memory is closed
     */
    public long receive() {
        long address = Pointers.writable(segment);
        length(CAPACITY);
        return address;
    }

    /** {@return the address of the length word, for the kernel} */
    public long lengthAddress() {
        return segment.address() + CAPACITY;
    }

    SocketAddressBuffer length(int length) {
        if (length < 0 || length > CAPACITY) {
            throw new IndexOutOfBoundsException("an address of " + length + " bytes; there is room for " + CAPACITY);
        }
        segment.set(JAVA_INT, CAPACITY, length);
        return this;
    }

    /** {@return bytes of the address; 0 if the kernel gave none} */
    public int length() {
        return segment.get(JAVA_INT, CAPACITY);
    }

    /** {@return {@code AF_...}, 0 if there is no address} */
    public int family() {
        return length() < Short.BYTES ? 0 : Short.toUnsignedInt(segment.get(JAVA_SHORT, 0));
    }

    /** {@return the port of an IPv4 or IPv6 address} */
    public int port() {
        return Short.toUnsignedInt(segment.get(NETWORK_SHORT, PORT));
    }

    /**
     * Decodes the address; allocates.
     *
     * @return an {@link InetSocketAddress}, or a {@link UnixDomainSocketAddress} with an empty path for a socket without one;
     *         null if there is no address
     * @throws IllegalStateException if Java has no type for it: an abstract name, see {@link #abstractName}, or another family
     */
    public SocketAddress decode() {
        return switch (family()) {
            case 0 -> null;
            case AF_INET -> new InetSocketAddress(inet(IPV4_ADDRESS, new byte[4], 0), port());
            case AF_INET6 ->
                new InetSocketAddress(inet(IPV6_ADDRESS, new byte[16], segment.get(JAVA_INT, IPV6_SCOPE)), port());
            case AF_UNIX -> UnixDomainSocketAddress.of(path());
            default -> throw new IllegalStateException("an address of family " + family());
        };
    }

    /** {@return the abstract name of a Unix socket, null if it has none; allocates} */
    public String abstractName() {
        return family() == AF_UNIX && isAbstract() ? text(UNIX_PATH + 1, length()) : null;
    }

    private boolean isAbstract() {
        return length() > UNIX_PATH && segment.get(JAVA_BYTE, UNIX_PATH) == 0;
    }

    private String path() {
        if (isAbstract()) {
            throw new IllegalStateException("an abstract name: " + abstractName());
        }
        int end = UNIX_PATH;
        while (end < length() && segment.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        return text(UNIX_PATH, end);
    }

    private String text(int from, int to) {
        return new String(segment.asSlice(from, to - from).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private InetAddress inet(int at, byte[] bytes, int scope) {
        MemorySegment.copy(segment, JAVA_BYTE, at, bytes, 0, bytes.length);
        try {
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are an address", e);
        }
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
