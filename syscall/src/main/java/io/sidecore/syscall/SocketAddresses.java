package io.sidecore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/** Socket addresses as the kernel takes them: {@code struct sockaddr_in} of {@code ip(7)}, {@code sockaddr_in6} of {@code ipv6(7)}. */
public final class SocketAddresses {
    private static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    /**
     * Encodes an address.
     *
     * @param address resolved
     * @param arena   allocates the segment
     * @return 16 bytes for IPv4, 28 for IPv6
     * @throws IllegalArgumentException if the address is not resolved
     */
    public static MemorySegment encode(InetSocketAddress address, Arena arena) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(address + " is not resolved");
        }
        boolean v4 = address.getAddress() instanceof Inet4Address;
        MemorySegment encoded = arena.allocate(v4 ? 16 : 28, 4);
        encoded.set(ValueLayout.JAVA_SHORT, 0, (short) (v4 ? SystemCalls.AF_INET : SystemCalls.AF_INET6));
        encoded.set(NETWORK_SHORT, 2, (short) address.getPort());
        byte[] bytes = address.getAddress().getAddress();
        MemorySegment.copy(bytes, 0, encoded, ValueLayout.JAVA_BYTE, v4 ? 4 : 8, bytes.length);
        return encoded;
    }
}
