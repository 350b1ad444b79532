package io.sidecore.syscall.struct;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/** Socket addresses as the kernel takes them: {@code struct sockaddr_in} of {@code ip(7)}, {@code sockaddr_in6} of {@code ipv6(7)}. */
public final class SocketAddresses {
    /** IPv4. */
    public static final int AF_INET = 2;
    /** IPv6. */
    public static final int AF_INET6 = 10;

    private static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    /**
     * Encodes an address.
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
        boolean v4 = address.getAddress() instanceof Inet4Address;
        MemorySegment encoded = memory.allocate(v4 ? 16 : 28, 4);
        encoded.set(ValueLayout.JAVA_SHORT, 0, (short) (v4 ? AF_INET : AF_INET6));
        encoded.set(NETWORK_SHORT, 2, (short) address.getPort());
        byte[] bytes = address.getAddress().getAddress();
        MemorySegment.copy(bytes, 0, encoded, ValueLayout.JAVA_BYTE, v4 ? 4 : 8, bytes.length);
        return encoded;
    }
}
