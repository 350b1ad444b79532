package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.DescriptorPair;
import io.sidecore.syscall.struct.socket.SocketAddressBuffer;
import io.sidecore.syscall.struct.socket.SocketAddresses;
import io.sidecore.syscall.struct.socket.SocketOption;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketCallsTest {
    private final MemorySegment buffer = Arena.ofAuto().allocate(64, 8);

    private static MemorySegment loopback() {
        return SocketAddresses.encode(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Arena.ofAuto());
    }

    @ParameterizedTest
    @EnumSource
    void connectionIsListenedForConnectedAcceptedAndShutDown(Route route) {
        try (Ride ride = route.open()) {
            int listener = ride.ok(ride.calls.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
            assertThat(Libc.LIBC.fcntl(listener, F_GETFD)).isEqualTo(FD_CLOEXEC);
            ride.ok(ride.calls.bind(listener, loopback()));
            ride.ok(ride.calls.listen(listener, 4));
            SocketAddressBuffer bound = new SocketAddressBuffer();
            ride.ok(ride.calls.getsockname(listener, bound));
            assertThat(bound.family()).isEqualTo(AF_INET);
            assertThat(bound.port()).isEqualTo(portThatJnaSees(listener));

            int client = ride.ok(ride.calls.socket(AF_INET, SOCK_STREAM, 0));
            MemorySegment there = SocketAddresses.encode((InetSocketAddress) bound.decode(), Arena.ofAuto());
            ride.ok(ride.calls.connect(client, there));
            SocketAddressBuffer peer = new SocketAddressBuffer();
            int server = ride.ok(ride.calls.accept4(listener, peer, SOCK_NONBLOCK));
            assertThat(Libc.LIBC.fcntl(server, F_GETFL) & O_NONBLOCK).isEqualTo(O_NONBLOCK);
            SocketAddressBuffer own = new SocketAddressBuffer();
            ride.ok(ride.calls.getsockname(client, own));
            assertThat(peer.decode()).isEqualTo(own.decode());
            ride.ok(ride.calls.getpeername(client, peer));
            assertThat(peer.decode()).isEqualTo(bound.decode());

            ride.fails(Errno.EAGAIN, ride.calls.read(server, buffer, 0, 1));
            ride.ok(ride.calls.shutdown(client, SHUT_WR));
            assertThat(ride.ok(ride.calls.read(server, buffer, 0, 1))).as("end of stream").isZero();
            ride.fails(Errno.EPIPE, ride.calls.write(client, buffer, 0, 1));
            for (int fd : new int[]{listener, client, server}) {
                ride.ok(ride.calls.close(fd));
            }
        }
    }

    private static int portThatJnaSees(int fd) {
        Memory address = new Memory(128);
        Libc.LIBC.getsockname(fd, address, new IntByReference(128));
        return (address.getByte(2) & 0xFF) << 8 | address.getByte(3) & 0xFF;
    }

    @ParameterizedTest
    @EnumSource
    void acceptWithoutRoomForTheAddressWorks(Route route) {
        try (Ride ride = route.open()) {
            int listener = ride.ok(ride.calls.socket(AF_UNIX, SOCK_STREAM, 0));
            MemorySegment name = SocketAddresses.encodeAbstract("sidecore-" + route + "-" + System.nanoTime(),
                    Arena.ofAuto());
            ride.ok(ride.calls.bind(listener, name));
            ride.fails(Errno.EINVAL, ride.calls.accept4(listener, null, 0));
            ride.ok(ride.calls.listen(listener, 1));
            int client = ride.ok(ride.calls.socket(AF_UNIX, SOCK_STREAM, 0));
            ride.ok(ride.calls.connect(client, name));
            int server = ride.ok(ride.calls.accept4(listener, null, 0));
            for (int fd : new int[]{listener, client, server}) {
                ride.ok(ride.calls.close(fd));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void unixSocketsHaveThePathOrTheAbstractNameThatTheyWereBoundTo(Route route, @TempDir Path folder) {
        Path path = folder.resolve("söcket");
        String name = "sidecore-ß-" + System.nanoTime();
        try (Ride ride = route.open()) {
            SocketAddressBuffer address = new SocketAddressBuffer();
            int named = ride.ok(ride.calls.socket(AF_UNIX, SOCK_SEQPACKET, 0));
            ride.ok(ride.calls.getsockname(named, address));
            assertThat(address.decode()).isEqualTo(UnixDomainSocketAddress.of(""));
            ride.ok(ride.calls.bind(named,
                    SocketAddresses.encode(UnixDomainSocketAddress.of(path), Arena.ofAuto())));
            ride.ok(ride.calls.getsockname(named, address));
            assertThat(address.decode()).isEqualTo(UnixDomainSocketAddress.of(path));
            assertThat(address.abstractName()).isNull();
            assertThat(path).exists();

            int hidden = ride.ok(ride.calls.socket(AF_UNIX, SOCK_DGRAM, 0));
            ride.ok(ride.calls.bind(hidden, SocketAddresses.encodeAbstract(name, Arena.ofAuto())));
            ride.ok(ride.calls.getsockname(hidden, address));
            assertThat(address.abstractName()).isEqualTo(name);
            int second = ride.ok(ride.calls.socket(AF_UNIX, SOCK_DGRAM, 0));
            ride.fails(Errno.EADDRINUSE, ride.calls.bind(second, SocketAddresses.encodeAbstract(name, Arena.ofAuto())));
            for (int fd : new int[]{named, hidden, second}) {
                ride.ok(ride.calls.close(fd));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sixthVersionAddressesComeBackAsTheyWere(Route route) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("::1"), 0);
        try (Ride ride = route.open()) {
            int fd = ride.ok(ride.calls.socket(AF_INET6, SOCK_DGRAM, 0));
            ride.ok(ride.calls.setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, new SocketOption().set(1)));
            long bound = ride.result(ride.calls.bind(fd, SocketAddresses.encode(address, Arena.ofAuto())));
            org.junit.jupiter.api.Assumptions.assumeTrue(bound == 0, "this machine has no IPv6 loopback");
            SocketAddressBuffer seen = new SocketAddressBuffer();
            ride.ok(ride.calls.getsockname(fd, seen));
            assertThat(((InetSocketAddress) seen.decode()).getAddress()).isEqualTo(address.getAddress());
            assertThat(seen.port()).isEqualTo(portThatJnaSees(fd));
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void optionsAreSetAndRead(Route route) {
        try (Ride ride = route.open()) {
            int fd = ride.ok(ride.calls.socket(AF_INET, SOCK_STREAM, 0));
            SocketOption option = new SocketOption();
            ride.ok(ride.calls.setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, option.set(1)));
            IntByReference value = new IntByReference();
            Libc.LIBC.getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, value, new IntByReference(4));
            assertThat(value.getValue()).isEqualTo(1);
            ride.ok(ride.calls.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, option));
            Libc.LIBC.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, value, new IntByReference(4));
            assertThat(option.get()).isEqualTo(value.getValue()).isPositive();
            SocketOption linger = new SocketOption(8, Arena.ofAuto()).set(0, 1).set(4, 7);
            ride.ok(ride.calls.setsockopt(fd, SOL_SOCKET, SO_LINGER, linger));
            SocketOption seen = new SocketOption(16, Arena.ofAuto());
            ride.ok(ride.calls.getsockopt(fd, SOL_SOCKET, SO_LINGER, seen));
            assertThat(seen.length()).isEqualTo(8);
            assertThat(seen.get(0)).isEqualTo(1);
            assertThat(seen.get(4)).isEqualTo(7);
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pairOfSocketsIsConnected(Route route) {
        try (Ride ride = route.open()) {
            DescriptorPair pair = new DescriptorPair();
            ride.ok(ride.calls.socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
            assertThat(Libc.LIBC.write(pair.first(), new byte[]{'x', 'y'}, 2)).isEqualTo(2);
            assertThat(ride.ok(ride.calls.read(pair.second(), buffer, 0, 8))).isEqualTo(2);
            assertThat(buffer.getString(0)).isEqualTo("xy");
            ride.ok(ride.calls.close(pair.first()));
            ride.ok(ride.calls.close(pair.second()));
        }
    }
}
