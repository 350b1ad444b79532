package io.sidecore.syscall.struct.socket;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SocketStructuresTest {
    private final Arena arena = Arena.ofAuto();

    private SocketAddress there(MemorySegment encoded) {
        return new SocketAddressBuffer().set(encoded).decode();
    }

    @Test
    void addressesComeBackAsTheyWere() throws UnknownHostException {
        for (InetSocketAddress address : new InetSocketAddress[]{new InetSocketAddress("255.254.0.1", 65535),
                new InetSocketAddress("0.0.0.0", 0), new InetSocketAddress("2001:db8::ff", 443)}) {
            assertThat(there(SocketAddresses.encode(address, arena))).isEqualTo(address);
        }
        InetAddress scoped = java.net.Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 3);
        InetSocketAddress back = (InetSocketAddress) there(
                SocketAddresses.encode(new InetSocketAddress(scoped, 1), arena));
        assertThat(((java.net.Inet6Address) back.getAddress()).getScopeId()).isEqualTo(3);
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/tmp/größe");
        assertThat(there(SocketAddresses.encode(path, arena))).isEqualTo(path);
    }

    @Test
    void addressesThatTheKernelCannotTakeAreRefused() {
        assertThatThrownBy(() -> SocketAddresses.encode(InetSocketAddress.createUnresolved("host", 1), arena))
                .hasMessageContaining("not resolved");
        assertThatThrownBy(() -> SocketAddresses.encode(UnixDomainSocketAddress.of(""), arena))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SocketAddresses.encode(UnixDomainSocketAddress.of("p".repeat(108)), arena))
                .hasMessageContaining("108 bytes");
        assertThat(SocketAddresses.encode(UnixDomainSocketAddress.of("p".repeat(107)), arena).byteSize())
                .isEqualTo(110);
        assertThatThrownBy(() -> SocketAddresses.encodeAbstract("", arena)).hasMessageContaining("empty");
        assertThatThrownBy(() -> SocketAddresses.encodeAbstract("a\0b", arena)).hasMessageContaining("NUL");
        assertThatThrownBy(() -> SocketAddresses.encodeAbstract("ü".repeat(54), arena))
                .hasMessageContaining("108 bytes");
    }

    @Test
    void addressThatJavaHasNoTypeForIsNamed() {
        SocketAddressBuffer buffer = new SocketAddressBuffer().set(SocketAddresses.encodeAbstract("hidden", arena));
        assertThat(buffer.abstractName()).isEqualTo("hidden");
        assertThatThrownBy(buffer::decode).isInstanceOf(IllegalStateException.class).hasMessageContaining("hidden");
        MemorySegment netlink = arena.allocate(12, 8);
        netlink.set(java.lang.foreign.ValueLayout.JAVA_SHORT, 0, (short) 16);
        assertThatThrownBy(() -> there(netlink)).hasMessageContaining("family 16");
        assertThat(new SocketAddressBuffer().decode()).isNull();
        assertThat(new SocketAddressBuffer().abstractName()).isNull();
    }

    @Test
    void tooLongAnAddressIsRefused() {
        assertThatThrownBy(() -> new SocketAddressBuffer().set(arena.allocate(129)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(new SocketAddressBuffer().set(arena.allocate(128)).length()).isEqualTo(128);
    }

    @Test
    void controlMessagesThatDoNotFitAreRefused() {
        ControlMessages control = new ControlMessages(ControlMessages.space(4)).rights(1);
        assertThatThrownBy(() -> control.rights(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(control.used()).isEqualTo(24);
        assertThatThrownBy(() -> control.clear().rights(1, 2, 3)).isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("24 are left");
        assertThat(control.used()).isZero();
        assertThatThrownBy(() -> control.filled(25)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> control.filled(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void cursorGoesOverMessagesOfAnyKind() {
        ControlMessages control = new ControlMessages(128).rights(5, 6, 7).add(41, 50, arena.allocate(9)).rights();
        assertThatThrownBy(control::level).isInstanceOf(IndexOutOfBoundsException.class);
        control.filled(control.used());
        assertThat(control.next()).isTrue();
        assertThat(control.descriptors()).isEqualTo(3);
        assertThat(control.descriptor(2)).isEqualTo(7);
        assertThatThrownBy(() -> control.descriptor(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(control.next()).isTrue();
        assertThat(control.level()).isEqualTo(41);
        assertThat(control.type()).isEqualTo(50);
        assertThat(control.dataLength()).isEqualTo(9);
        assertThat(control.descriptors()).isZero();
        assertThat(control.next()).isTrue();
        assertThat(control.descriptors()).isZero();
        assertThat(control.next()).isFalse();
    }

    @Test
    void controlMessageOfAWrongLengthEndsTheCursorWithAnError() {
        for (long length : new long[]{0, 15, 25, -1, Long.MAX_VALUE}) {
            ControlMessages control = new ControlMessages(24).rights(1);
            control.segment().set(JAVA_LONG, 0, length);
            control.filled(24);
            assertThatThrownBy(control::next).as("length " + length).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void optionHasTheLengthOfWhatWasSet() {
        SocketOption option = new SocketOption(12, arena);
        assertThat(option.length()).isEqualTo(12);
        assertThat(option.set(8, 5).length()).isEqualTo(12);
        assertThat(option.set(7).length()).isEqualTo(4);
        option.receive();
        assertThat(option.length()).isEqualTo(12);
        assertThat(option.get()).isEqualTo(7);
        assertThat(option.get(8)).isEqualTo(5);
        assertThatThrownBy(() -> option.set(12, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new SocketOption(3, arena)).isInstanceOf(IllegalArgumentException.class);
    }
}
