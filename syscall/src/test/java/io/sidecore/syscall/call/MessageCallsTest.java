package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static io.sidecore.syscall.struct.socket.ControlMessages.SCM_RIGHTS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.DescriptorPair;
import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.socket.ControlMessages;
import io.sidecore.syscall.struct.socket.MessageHeader;
import io.sidecore.syscall.struct.socket.MessageVector;
import io.sidecore.syscall.struct.socket.SocketAddressBuffer;
import io.sidecore.syscall.struct.socket.SocketAddresses;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCallsTest {
    private final MemorySegment buffer = Arena.ofAuto().allocate(64, 8);
    private final MemorySegment back = Arena.ofAuto().allocate(64, 8);

    private static DatagramChannel channel() throws IOException {
        return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static MemorySegment address(DatagramChannel channel) throws IOException {
        return SocketAddresses.encode((InetSocketAddress) channel.getLocalAddress(), Arena.ofAuto());
    }

    @ParameterizedTest
    @EnumSource
    void datagramsComeAndGoWithTheirAddresses(Route route) throws IOException {
        try (Ride ride = route.open(); DatagramChannel java = channel()) {
            int fd = ride.ok(ride.calls.socket(AF_INET, SOCK_DGRAM, 0));
            buffer.setString(1, "quote");
            assertThat(ride.ok(ride.calls.sendto(fd, buffer, 1, 5, 0, address(java)))).isEqualTo(5);
            ByteBuffer datagram = ByteBuffer.allocate(16);
            SocketAddress sender = java.receive(datagram);
            assertThat(new String(datagram.array(), 0, datagram.position())).isEqualTo("quote");
            java.send(ByteBuffer.wrap("reply".getBytes()),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), ((InetSocketAddress) sender).getPort()));
            SocketAddressBuffer from = new SocketAddressBuffer();
            assertThat(ride.ok(ride.calls.recvfrom(fd, back, 2, 62, 0, from))).isEqualTo(5);
            assertThat(back.getString(2)).isEqualTo("reply");
            assertThat(from.decode()).isEqualTo(java.getLocalAddress());
            ride.fails(Errno.EAGAIN, ride.calls.recvfrom(fd, back, 0, 64, MSG_DONTWAIT));
            ride.ok(ride.calls.connect(fd, address(java)));
            assertThat(ride.ok(ride.calls.sendto(fd, buffer, 2, 4, 0))).isEqualTo(4);
            java.receive(datagram.clear());
            assertThat(datagram.position()).isEqualTo(4);
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void peekLeavesTheMessageAndTruncationIsTold(Route route) {
        try (Ride ride = route.open()) {
            DescriptorPair pair = new DescriptorPair();
            ride.ok(ride.calls.socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
            buffer.setString(0, "abcdef");
            ride.ok(ride.calls.sendto(pair.first(), buffer, 0, 6, 0));
            assertThat(ride.ok(ride.calls.recvfrom(pair.second(), back, 0, 2, MSG_PEEK | MSG_TRUNC))).isEqualTo(6);
            MessageHeader header = new MessageHeader().buffers(new IoVectors(1).add(back, 8, 4));
            assertThat(ride.ok(ride.calls.recvmsg(pair.second(), header, 0))).isEqualTo(4);
            assertThat(header.flags()).isEqualTo(MSG_TRUNC);
            assertThat(back.getString(8)).isEqualTo("abcd");
            assertThat(header.from()).isNull();
            assertThat(header.received()).isNull();
            ride.ok(ride.calls.close(pair.first()));
            ride.ok(ride.calls.close(pair.second()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void messageGathersItsBuffersAndNamesItsSender(Route route) throws IOException {
        try (Ride ride = route.open(); DatagramChannel java = channel()) {
            int fd = ride.ok(ride.calls.socket(AF_INET, SOCK_DGRAM, 0));
            buffer.setString(0, "bid ask");
            MessageHeader message = new MessageHeader().address(new SocketAddressBuffer().set(address(java)))
                    .buffers(new IoVectors(2).add(buffer, 4, 3).add(buffer, 0, 3));
            assertThat(ride.ok(ride.calls.sendmsg(fd, message, 0))).isEqualTo(6);
            ByteBuffer datagram = ByteBuffer.allocate(16);
            SocketAddress sender = java.receive(datagram);
            assertThat(new String(datagram.array(), 0, datagram.position())).isEqualTo("askbid");
            java.send(ByteBuffer.wrap("12345".getBytes()),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), ((InetSocketAddress) sender).getPort()));
            message.buffers(new IoVectors(2).add(back, 0, 2).add(back, 10, 20));
            assertThat(ride.ok(ride.calls.recvmsg(fd, message, 0))).isEqualTo(5);
            assertThat(back.getString(0) + back.getString(10)).isEqualTo("12345");
            assertThat(message.from().decode()).isEqualTo(java.getLocalAddress());
            assertThat(message.flags()).isZero();
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void descriptorsChangeHands(Route route, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        try (Ride ride = route.open()) {
            DescriptorPair pair = new DescriptorPair();
            ride.ok(ride.calls.socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
            int fd = ride.ok(ride.calls.openat(AT_FDCWD, file.toString(), O_RDONLY, 0));
            ControlMessages control = new ControlMessages(ControlMessages.space(8)).rights(fd, pair.first());
            MessageHeader message = new MessageHeader().buffers(new IoVectors(1).add(buffer, 0, 1)).control(control);
            assertThat(ride.ok(ride.calls.sendmsg(pair.first(), message, 0))).isEqualTo(1);
            ride.ok(ride.calls.close(fd));

            assertThat(ride.ok(ride.calls.recvmsg(pair.second(), message, MSG_CMSG_CLOEXEC))).isEqualTo(1);
            ControlMessages received = message.received();
            assertThat(received.next()).isTrue();
            assertThat(received.level()).isEqualTo(SOL_SOCKET);
            assertThat(received.type()).isEqualTo(SCM_RIGHTS);
            assertThat(received.descriptors()).isEqualTo(2);
            int arrived = received.descriptor(0);
            assertThat(ride.ok(ride.calls.read(arrived, back, 0, 64))).isEqualTo(7);
            assertThat(back.getString(0)).isEqualTo("content");
            assertThat(Libc.LIBC.fcntl(arrived, F_GETFD)).isEqualTo(FD_CLOEXEC);
            int socket = received.descriptor(1);
            assertThat(received.next()).isFalse();
            for (int each : new int[]{arrived, socket, pair.first(), pair.second()}) {
                ride.ok(ride.calls.close(each));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void flagsOfSendingAreSeenByTheKernel(Route route) {
        int outOfBand = 1;
        try (Ride ride = route.open()) {
            DescriptorPair pair = new DescriptorPair();
            ride.ok(ride.calls.socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
            MessageVector messages = new MessageVector(1);
            MessageHeader message = messages.message(0).buffers(new IoVectors(1).add(buffer, 0, 1));
            ride.fails(Errno.EOPNOTSUPP, ride.calls.sendto(pair.first(), buffer, 0, 1, outOfBand));
            ride.fails(Errno.EOPNOTSUPP, ride.calls.sendmsg(pair.first(), message, outOfBand));
            ride.fails(Errno.EOPNOTSUPP, ride.calls.sendmmsg(pair.first(), messages, 1, outOfBand));
            ride.ok(ride.calls.close(pair.first()));
            ride.ok(ride.calls.close(pair.second()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyMessagesGoWithOneCall(Route route) {
        try (Ride ride = route.open()) {
            DescriptorPair pair = new DescriptorPair();
            ride.ok(ride.calls.socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
            MessageVector sent = new MessageVector(4);
            MessageVector received = new MessageVector(8);
            for (int i = 0; i < 4; i++) {
                buffer.set(JAVA_BYTE, i, (byte) ('a' + i));
                sent.message(i).buffers(new IoVectors(1).add(buffer, 0, i + 1));
            }
            for (int i = 0; i < 8; i++) {
                received.message(i).buffers(new IoVectors(1).add(back, i * 8, 7));
            }
            assertThat(ride.ok(ride.calls.sendmmsg(pair.first(), sent, 3, 0))).isEqualTo(3);
            assertThat(sent.transferred(2)).isEqualTo(3);
            assertThat(ride.ok(ride.calls.recvmmsg(pair.second(), received, 8, MSG_WAITFORONE))).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(received.transferred(i)).isEqualTo(i + 1);
                assertThat(back.getString(i * 8)).isEqualTo("abc".substring(0, i + 1));
            }
            ride.fails(Errno.EAGAIN, ride.calls.recvmmsg(pair.second(), received, 8, MSG_DONTWAIT));
            ride.ok(ride.calls.close(pair.first()));
            ride.ok(ride.calls.close(pair.second()));
        }
    }
}
