package io.sidecore.syscall.struct.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Socket addresses as the kernel takes them: {@code ip(7)}, {@code ipv6(7)}, {@code unix(7)}.
 *
 * <pre>
 *    IPv4:  0        2      4         8      16           family: in the machine's byte order
 *           | family | port | address | zero |            port:   in network byte order
 *    IPv6:  0        2      4      8         24      28
 *           | family | port | flow | address | scope |
 *    Unix:  0        2                      up to 110     a path with its NUL, or
 *           | family | path                 |             a NUL and an abstract name, which ends with the address
 * </pre>
 */
public final class SocketAddresses {
    /** Sockets on one machine, by path or abstract name. */
    public static final int AF_UNIX = 1;
    /** IPv4. */
    public static final int AF_INET = 2;
    /** IPv6. */
    public static final int AF_INET6 = 10;

    static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    static final int PORT = 2;
    static final int IPV4_ADDRESS = 4;
    static final int IPV4_LENGTH = 16;
    static final int IPV6_ADDRESS = 8;
    static final int IPV6_SCOPE = 24;
    static final int IPV6_LENGTH = 28;
    static final int UNIX_PATH = 2;
    static final int UNIX_LENGTH = 110;

    private SocketAddresses() {}

    /**
     * Encodes an IPv4 or IPv6 address.
     *
     * @param address resolved
     * @param memory  allocates the segment: an arena, or {@code page::allocate}
     * @return 16 bytes for IPv4, 28 for IPv6
     * @throws IllegalArgumentException if the address is not resolved
     */
    public static MemorySegment encode(InetSocketAddress address, SegmentAllocator memory) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(address + " is not resolved");
        }
        byte[] bytes = address.getAddress().getAddress();
        boolean v4 = address.getAddress() instanceof Inet4Address;
        MemorySegment encoded = memory.allocate(v4 ? IPV4_LENGTH : IPV6_LENGTH, Long.BYTES).fill((byte) 0);
        encoded.set(JAVA_SHORT, 0, (short) (v4 ? AF_INET : AF_INET6));
        MemorySegment.copy(bytes, 0, encoded, JAVA_BYTE, v4 ? IPV4_ADDRESS : IPV6_ADDRESS, bytes.length);
        if (address.getAddress() instanceof Inet6Address scoped) {
            encoded.set(JAVA_INT, IPV6_SCOPE, scoped.getScopeId());
        }
        encoded.set(NETWORK_SHORT, PORT, (short) address.getPort());
        return encoded;
    }

    /**
     * Encodes the path of a Unix socket, in UTF-8.
     *
     * @param address with a path
     * @param memory  allocates the segment: an arena, or {@code page::allocate}
     * @return the family, the path and a NUL
     * @throws IllegalArgumentException if the path is empty or has more than 107 bytes
     */
    public static MemorySegment encode(UnixDomainSocketAddress address, SegmentAllocator memory) {
        byte[] path = address.getPath().toString().getBytes(StandardCharsets.UTF_8);
        if (path.length == 0) {
            throw new IllegalArgumentException("an unnamed Unix address cannot be bound or connected to");
        }
        MemorySegment encoded = unix(path.length + 1, address.getPath().toString(), memory);
        MemorySegment.copy(path, 0, encoded, JAVA_BYTE, UNIX_PATH, path.length);
        return encoded;
    }

    /**
     * Encodes an abstract name of a Unix socket, in UTF-8: it needs no file, and ends with its last socket.
     *
     * @param name   not empty, without NUL; up to 107 bytes
     * @param memory allocates the segment: an arena, or {@code page::allocate}
     * @return the family, a NUL and the name
     * @throws IllegalArgumentException if the name is empty, too long, or has a NUL in it
     */
    public static MemorySegment encodeAbstract(String name, SegmentAllocator memory) {
        if (name.isEmpty() || name.indexOf(0) >= 0) {
            throw new IllegalArgumentException("an abstract name must not be empty or contain NUL");
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        MemorySegment encoded = unix(bytes.length + 1, name, memory);
        MemorySegment.copy(bytes, 0, encoded, JAVA_BYTE, UNIX_PATH + 1, bytes.length);
        return encoded;
    }

    private static MemorySegment unix(int length, String name, SegmentAllocator memory) {
        if (UNIX_PATH + length > UNIX_LENGTH) {
            throw new IllegalArgumentException(
                    name + ": " + (length - 1) + " bytes, a Unix address takes " + (UNIX_LENGTH - UNIX_PATH - 1));
        }
        MemorySegment encoded = memory.allocate(UNIX_PATH + length, Long.BYTES).fill((byte) 0);
        encoded.set(JAVA_SHORT, 0, (short) AF_UNIX);
        return encoded;
    }
}
