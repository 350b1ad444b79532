package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.DescriptorPair;
import io.sidecore.syscall.struct.Pointers;
import io.sidecore.syscall.struct.socket.SocketAddressBuffer;
import io.sidecore.syscall.struct.socket.SocketAddresses;
import io.sidecore.syscall.struct.socket.SocketOption;
import java.lang.foreign.MemorySegment;

/**
 * Sockets: how they come, where they are bound and connected, their options, and their end.
 */
public sealed interface SocketCalls extends Submitter permits SystemCalls {
    /** Sockets on one machine. */
    int AF_UNIX = SocketAddresses.AF_UNIX;
    /** IPv4. */
    int AF_INET = SocketAddresses.AF_INET;
    /** IPv6. */
    int AF_INET6 = SocketAddresses.AF_INET6;
    /** A socket of one stream of bytes. */
    int SOCK_STREAM = 1;
    /** A socket of datagrams. */
    int SOCK_DGRAM = 2;
    /** A socket of a stream of messages. */
    int SOCK_SEQPACKET = 5;
    /** A socket whose calls fail with EAGAIN rather than wait. */
    int SOCK_NONBLOCK = 04000;
    /** A socket that is closed on exec. */
    int SOCK_CLOEXEC = 02000000;
    /** {@code shutdown}: no more receiving. */
    int SHUT_RD = 0;
    /** {@code shutdown}: no more sending. */
    int SHUT_WR = 1;
    /** {@code shutdown}: neither. */
    int SHUT_RDWR = 2;
    /** Level of the options of sockets themselves. */
    int SOL_SOCKET = 1;
    /** Level of the options of IPv4. */
    int IPPROTO_IP = 0;
    /** Level of the options of TCP. */
    int IPPROTO_TCP = 6;
    /** Level of the options of UDP. */
    int IPPROTO_UDP = 17;
    /** Level of the options of IPv6. */
    int IPPROTO_IPV6 = 41;
    /** Bind although old connections linger. */
    int SO_REUSEADDR = 2;
    /** The error that is pending; reading clears it. */
    int SO_ERROR = 4;
    /** Allow broadcasts. */
    int SO_BROADCAST = 6;
    /** Room for what is to be sent, in bytes; the kernel doubles it. */
    int SO_SNDBUF = 7;
    /** Room for what has been received, in bytes; the kernel doubles it. */
    int SO_RCVBUF = 8;
    /** Probe idle connections. */
    int SO_KEEPALIVE = 9;
    /** Wait in {@code close}: two ints, on and seconds. */
    int SO_LINGER = 13;
    /** Share an address between sockets. */
    int SO_REUSEPORT = 15;
    /** Poll the device before sleeping, in microseconds. */
    int SO_BUSY_POLL = 46;
    /** Send at once. */
    int TCP_NODELAY = 1;
    /** Hold small segments back. */
    int TCP_CORK = 3;
    /** Acknowledge at once. */
    int TCP_QUICKACK = 12;
    /** IPv6 only. */
    int IPV6_V6ONLY = 26;

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
     * {@code socketpair(2)}.
     *
     * @param domain   {@code AF_UNIX}
     * @param type     {@code SOCK_...}
     * @param protocol 0
     * @param pair     where the kernel puts the descriptors
     * @return result (0) or token
     */
    default long socketpair(int domain, int type, int protocol, DescriptorPair pair) {
        return submit(SOCKETPAIR, 4, domain, type, protocol, Pointers.writable(pair.segment()), 0, 0, pair);
    }

    /**
     * {@code bind(2)}.
     *
     * @param fd      socket
     * @param address see {@code SocketAddresses}
     * @return result (0) or token
     */
    default long bind(int fd, MemorySegment address) {
        return submit(BIND, 3, fd, Pointers.readable(address), address.byteSize(), 0, 0, 0, address);
    }

    /**
     * {@code listen(2)}.
     *
     * @param fd      socket
     * @param backlog connections that may wait to be accepted
     * @return result (0) or token
     */
    default long listen(int fd, int backlog) {
        return submit(LISTEN, 2, fd, backlog, 0, 0, 0, 0, null);
    }

    /**
     * {@code accept4(2)}.
     *
     * @param fd    socket that listens
     * @param peer  where the kernel puts the address of the other side, or null
     * @param flags 0, {@code SOCK_NONBLOCK}, {@code SOCK_CLOEXEC}
     * @return result (the descriptor of the connection) or token
     */
    default long accept4(int fd, SocketAddressBuffer peer, int flags) {
        if (peer == null) {
            return submit(ACCEPT4, 4, fd, 0, 0, flags, 0, 0, null);
        }
        return submit(ACCEPT4, 4, fd, peer.receive(), peer.lengthAddress(), flags, 0, 0, peer);
    }

    /**
     * {@code connect(2)}.
     *
     * @param fd      socket
     * @param address see {@code SocketAddresses}
     * @return result (0) or token
     */
    default long connect(int fd, MemorySegment address) {
        return submit(CONNECT, 3, fd, Pointers.readable(address), address.byteSize(), 0, 0, 0, address);
    }

    /**
     * {@code shutdown(2)}.
     *
     * @param fd  socket
     * @param how {@code SHUT_...}
     * @return result (0) or token
     */
    default long shutdown(int fd, int how) {
        return submit(SHUTDOWN, 2, fd, how, 0, 0, 0, 0, null);
    }

    /**
     * {@code getsockname(2)}.
     *
     * @param fd      socket
     * @param address where the kernel puts the address of this side
     * @return result (0) or token
     */
    default long getsockname(int fd, SocketAddressBuffer address) {
        return submit(GETSOCKNAME, 3, fd, address.receive(), address.lengthAddress(), 0, 0, 0, address);
    }

    /**
     * {@code getpeername(2)}.
     *
     * @param fd      socket
     * @param address where the kernel puts the address of the other side
     * @return result (0) or token
     */
    default long getpeername(int fd, SocketAddressBuffer address) {
        return submit(GETPEERNAME, 3, fd, address.receive(), address.lengthAddress(), 0, 0, 0, address);
    }

    /**
     * {@code getsockopt(2)}.
     *
     * @param fd     socket
     * @param level  {@code SOL_SOCKET} or {@code IPPROTO_...}
     * @param option by level
     * @param value  where the kernel puts it
     * @return result (0) or token
     */
    default long getsockopt(int fd, int level, int option, SocketOption value) {
        return submit(GETSOCKOPT, 5, fd, level, option, value.receive(), value.lengthAddress(), 0, value);
    }

    /**
     * {@code setsockopt(2)}.
     *
     * @param fd     socket
     * @param level  {@code SOL_SOCKET} or {@code IPPROTO_...}
     * @param option by level
     * @param value  to be set; unchanged until the result is there
     * @return result (0) or token
     */
    default long setsockopt(int fd, int level, int option, SocketOption value) {
        return submit(SETSOCKOPT, 5, fd, level, option, value.value(), value.length(), 0, value);
    }
}
