package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.SocketAddresses;
import java.lang.foreign.MemorySegment;

/** Calls on sockets. */
public sealed interface SocketCalls extends Submitter permits SystemCalls {
    /** IPv4. */
    int AF_INET = SocketAddresses.AF_INET;
    /** IPv6. */
    int AF_INET6 = SocketAddresses.AF_INET6;
    /** A socket of datagrams. */
    int SOCK_DGRAM = 2;
    /** A socket that is closed on exec. */
    int SOCK_CLOEXEC = 02000000;
    /** {@code sendto}, {@code recvfrom}: fail with EAGAIN rather than block. */
    int MSG_DONTWAIT = 0x40;

    /**
     * {@code socket(2)}.
     *
     * @param domain   {@code AF_...}
     * @param type     {@code SOCK_...}
     * @param protocol as a rule 0
     * @return result (the descriptor) or token
     */
    default long socket(int domain, int type, int protocol) {
        return submit(SOCKET, 3, domain, type, protocol, 0, 0, 0, null);
    }

    /**
     * {@code bind(2)}.
     *
     * @param fd      socket
     * @param address see {@link SocketAddresses#encode}
     * @return result (0) or token
     */
    default long bind(int fd, MemorySegment address) {
        return submit(BIND, 3, fd, Pointers.readable(address, 0, address.byteSize()), address.byteSize(), 0, 0, 0,
                address);
    }

    /**
     * {@code connect(2)}.
     *
     * @param fd      socket
     * @param address see {@link SocketAddresses#encode}
     * @return result (0) or token
     */
    default long connect(int fd, MemorySegment address) {
        return submit(CONNECT, 3, fd, Pointers.readable(address, 0, address.byteSize()), address.byteSize(), 0, 0, 0,
                address);
    }

    /**
     * {@code sendto(2)} to a given address.
     *
     * @param fd      socket
     * @param buffer  read by the kernel
     * @param offset  first byte in the buffer
     * @param length  bytes
     * @param flags   {@code MSG_...}
     * @param address see {@link SocketAddresses#encode}; the caller keeps it reachable and unchanged until the result is there
     * @return result (bytes sent) or token
     */
    default long sendto(int fd, MemorySegment buffer, long offset, long length, int flags, MemorySegment address) {
        Pointers.readable(address, 0, address.byteSize());
        return submit(SENDTO, 6, fd, Pointers.readable(buffer, offset, length), length, flags, address.address(),
                address.byteSize(),
                buffer);
    }

    /**
     * {@code recvfrom(2)} without asking for the sender.
     *
     * @param fd     socket
     * @param buffer written by the kernel
     * @param offset first byte in the buffer
     * @param length bytes at most
     * @param flags  {@code MSG_...}
     * @return result (bytes received) or token
     */
    default long recvfrom(int fd, MemorySegment buffer, long offset, long length, int flags) {
        return submit(RECVFROM, 6, fd, Pointers.writable(buffer, offset, length), length, flags, 0, 0, buffer);
    }
}
