package io.sidecore.syscall.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.struct.DirectoryEntries;
import io.sidecore.syscall.struct.EpollEvents;
import io.sidecore.syscall.struct.FileLock;
import io.sidecore.syscall.struct.FileTimes;
import io.sidecore.syscall.struct.ITimerSpec;
import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.PollDescriptors;
import io.sidecore.syscall.struct.StatxBuffer;
import io.sidecore.syscall.struct.TimeSpec;
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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets and sizes of every field, as the C compiler of this machine lays them out. */
class StructLayoutTest {
    private static final String[] STRUCTURES = {
            "statx: stx_mask stx_blksize stx_nlink stx_uid stx_gid stx_mode stx_ino stx_size stx_blocks stx_atime.tv_sec"
                    + " stx_atime.tv_nsec stx_btime.tv_sec stx_btime.tv_nsec stx_ctime.tv_sec stx_ctime.tv_nsec"
                    + " stx_mtime.tv_sec stx_mtime.tv_nsec stx_dev_major stx_dev_minor stx_mnt_id stx_dio_mem_align"
                    + " stx_dio_offset_align",
            "timespec: tv_sec tv_nsec",
            "itimerspec: it_interval.tv_sec it_interval.tv_nsec it_value.tv_sec it_value.tv_nsec",
            "flock: l_type l_whence l_start l_len l_pid", "epoll_event: events data", "pollfd: fd events revents",
            "iovec: iov_base iov_len", "dirent64: d_ino d_off d_reclen d_type d_name",
            "msghdr: msg_name msg_namelen msg_iov msg_iovlen msg_control msg_controllen msg_flags",
            "mmsghdr: msg_hdr msg_len", "cmsghdr: cmsg_len cmsg_level cmsg_type",
            "sockaddr_in: sin_family sin_port sin_addr", "sockaddr_in6: sin6_family sin6_port sin6_addr sin6_scope_id",
            "sockaddr_un: sun_family sun_path", "sockaddr_storage: ss_family"};

    private static final Map<String, Integer> OFFSETS = new HashMap<>();
    private static final Map<String, Integer> SIZES = new HashMap<>();

    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @BeforeAll
    static void askTheCompiler(@TempDir Path folder) throws IOException, InterruptedException {
        StringBuilder source = new StringBuilder("""
                #define _GNU_SOURCE
                #include <sys/stat.h>
                #include <stdio.h>
                #include <stddef.h>
                #include <fcntl.h>
                #include <poll.h>
                #include <time.h>
                #include <dirent.h>
                #include <sys/epoll.h>
                #include <sys/socket.h>
                #include <sys/uio.h>
                #include <sys/un.h>
                #include <netinet/in.h>
                int main() {
                """);
        for (String structure : STRUCTURES) {
            String type = structure.split(": ")[0];
            source.append("printf(\"%s 0 %zu\\n\", \"").append(type).append("\", sizeof(struct ").append(type)
                    .append("));\n");
            for (String field : structure.split(": ")[1].split(" ")) {
                source.append("printf(\"%s %zu %zu\\n\", \"").append(type).append('.').append(field)
                        .append("\", offsetof(struct ").append(type).append(", ").append(field)
                        .append("), sizeof(((struct ")
                        .append(type).append(" *) 0)->").append(field).append("));\n");
            }
        }
        for (String line : Headers.run(source.append("}\n").toString(), folder)) {
            String[] field = line.split(" ");
            OFFSETS.put(field[0], Integer.parseInt(field[1]));
            SIZES.put(field[0], Integer.parseInt(field[2]));
        }
    }

    private static long get(MemorySegment segment, String field) {
        return get(segment, 0, field);
    }

    private static long get(MemorySegment segment, long base, String field) {
        long at = base + OFFSETS.get(field);
        return switch (SIZES.get(field)) {
            case 1 -> segment.get(JAVA_BYTE, at);
            case 2 -> segment.get(JAVA_SHORT_UNALIGNED, at);
            case 4 -> segment.get(JAVA_INT_UNALIGNED, at);
            default -> segment.get(JAVA_LONG_UNALIGNED, at);
        };
    }

    private static void put(MemorySegment segment, String field, long value) {
        long at = OFFSETS.get(field);
        switch (SIZES.get(field)) {
            case 1 -> segment.set(JAVA_BYTE, at, (byte) value);
            case 2 -> segment.set(JAVA_SHORT_UNALIGNED, at, (short) value);
            case 4 -> segment.set(JAVA_INT_UNALIGNED, at, (int) value);
            default -> segment.set(JAVA_LONG_UNALIGNED, at, value);
        }
    }

    @Test
    void statusIsReadFromItsFields() {
        StatxBuffer status = new StatxBuffer();
        assertThat(status.segment().byteSize()).isEqualTo(SIZES.get("statx").longValue());
        String[] fields = STRUCTURES[0].split(": ")[1].split(" ");
        for (int i = 0; i < fields.length; i++) {
            put(status.segment(), "statx." + fields[i], 100 + i);
        }
        assertThat(new long[]{status.mask(), status.blockSize(), status.links(), status.uid(), status.gid(),
                status.mode(),
                status.inode(), status.size(), status.blocks(), status.accessed(), status.born(), status.changed(),
                status.modified(), status.deviceMajor(), status.deviceMinor(), status.mountId(),
                status.directMemoryAlignment(), status.directOffsetAlignment()}).containsExactly(100, 101, 102, 103,
                        104,
                        105, 106, 107, 108, 109_000_000_110L, 111_000_000_112L, 113_000_000_114L, 115_000_000_116L, 117,
                        118, 119, 120, 121);
    }

    @Test
    void timesAreInTheirFields() {
        TimeSpec time = new TimeSpec().nanos(-1);
        assertThat(time.segment().byteSize()).isEqualTo(SIZES.get("timespec").longValue());
        assertThat(get(time.segment(), "timespec.tv_sec")).isEqualTo(-1).isEqualTo(time.seconds());
        assertThat(get(time.segment(), "timespec.tv_nsec")).isEqualTo(999_999_999).isEqualTo(time.nanosOfSecond());
        assertThat(time.nanos()).isEqualTo(-1);
        ITimerSpec timer = new ITimerSpec();
        assertThat(timer.segment().byteSize()).isEqualTo(SIZES.get("itimerspec").longValue());
        timer.period().set(1, 2);
        timer.first().set(3, 4);
        assertThat(get(timer.segment(), "itimerspec.it_interval.tv_sec")).isEqualTo(1);
        assertThat(get(timer.segment(), "itimerspec.it_interval.tv_nsec")).isEqualTo(2);
        assertThat(get(timer.segment(), "itimerspec.it_value.tv_sec")).isEqualTo(3);
        assertThat(get(timer.segment(), "itimerspec.it_value.tv_nsec")).isEqualTo(4);
        FileTimes times = new FileTimes();
        times.accessed().set(5, 6);
        times.modified().set(7, 8);
        assertThat(get(times.segment(), "timespec.tv_nsec")).isEqualTo(6);
        assertThat(get(times.segment(), SIZES.get("timespec"), "timespec.tv_sec")).isEqualTo(7);
    }

    @Test
    void lockIsInItsFields() {
        FileLock lock = new FileLock().set(FileLock.F_UNLCK, 1, 1L << 40, 1L << 41);
        assertThat(lock.segment().byteSize()).isEqualTo(SIZES.get("flock").longValue());
        assertThat(get(lock.segment(), "flock.l_type")).isEqualTo(FileLock.F_UNLCK);
        assertThat(get(lock.segment(), "flock.l_whence")).isEqualTo(1);
        assertThat(get(lock.segment(), "flock.l_start")).isEqualTo(1L << 40);
        assertThat(get(lock.segment(), "flock.l_len")).isEqualTo(1L << 41);
        put(lock.segment(), "flock.l_pid", 77);
        assertThat(lock.pid()).isEqualTo(77);
        assertThat(get(lock.set((short) 0, 0, 0, 0).segment(), "flock.l_pid")).isZero();
    }

    @Test
    void eventsAreInTheirFieldsAndInTheirPlaces() {
        EpollEvents events = new EpollEvents(3).set(2, 0x8000_0001, 0x0102_0304_0506_0708L);
        int size = SIZES.get("epoll_event");
        assertThat(events.segment().byteSize()).isEqualTo(3L * size);
        assertThat(get(events.segment(), 2L * size, "epoll_event.events")).isEqualTo(0x8000_0001);
        assertThat(get(events.segment(), 2L * size, "epoll_event.data")).isEqualTo(0x0102_0304_0506_0708L)
                .isEqualTo(events.data(2));
        PollDescriptors polled = new PollDescriptors(3).set(1, 17, 4);
        size = SIZES.get("pollfd");
        assertThat(polled.segment().byteSize()).isEqualTo(3L * size);
        assertThat(get(polled.segment(), size, "pollfd.fd")).isEqualTo(17);
        assertThat(get(polled.segment(), size, "pollfd.events")).isEqualTo(4);
        put(polled.segment(), "pollfd.revents", 0x20);
        assertThat(polled.returned(0)).isEqualTo(0x20);
    }

    @Test
    void directoryEntryIsReadFromItsFields() {
        DirectoryEntries entries = new DirectoryEntries(64);
        put(entries.segment(), "dirent64.d_ino", 1L << 50);
        put(entries.segment(), "dirent64.d_off", 1L << 51);
        put(entries.segment(), "dirent64.d_reclen", 32);
        put(entries.segment(), "dirent64.d_type", DirectoryEntries.DT_LNK);
        entries.segment().setString(OFFSETS.get("dirent64.d_name"), ".name");
        entries.filled(32);
        assertThat(entries.next()).isTrue();
        assertThat(entries.inode()).isEqualTo(1L << 50);
        assertThat(entries.position()).isEqualTo(1L << 51);
        assertThat(entries.type()).isEqualTo(DirectoryEntries.DT_LNK);
        assertThat(entries.name()).isEqualTo(".name");
        assertThat(entries.isDot()).isFalse();
        assertThat(entries.next()).isFalse();
    }

    @Test
    void messageHeaderPointsToItsParts() {
        MemorySegment buffer = Arena.ofAuto().allocate(64);
        IoVectors vectors = new IoVectors(3).add(buffer, 0, 1).add(buffer, 5, 7);
        assertThat(vectors.segment().byteSize()).isEqualTo(3L * SIZES.get("iovec"));
        assertThat(get(vectors.segment(), SIZES.get("iovec"), "iovec.iov_base")).isEqualTo(buffer.address() + 5);
        assertThat(get(vectors.segment(), SIZES.get("iovec"), "iovec.iov_len")).isEqualTo(7);
        assertThat(vectors.bytes()).isEqualTo(8);
        SocketAddressBuffer address = new SocketAddressBuffer()
                .set(SocketAddresses.encode(new InetSocketAddress(loopback, 80), Arena.ofAuto()));
        ControlMessages control = new ControlMessages(64).rights(1, 2, 3);
        MessageVector messages = new MessageVector(2);
        assertThat(messages.segment().byteSize()).isEqualTo(2L * SIZES.get("mmsghdr"));
        MessageHeader header = messages.message(1).address(address).buffers(vectors).control(control);
        assertThat(header.segment().byteSize()).isEqualTo(SIZES.get("msghdr").longValue());
        assertThat(header.send()).isEqualTo(messages.segment().address() + SIZES.get("mmsghdr"));
        assertThat(get(header.segment(), "msghdr.msg_name")).isEqualTo(address.segment().address());
        assertThat(get(header.segment(), "msghdr.msg_namelen")).isEqualTo(SIZES.get("sockaddr_in").longValue());
        assertThat(get(header.segment(), "msghdr.msg_iov")).isEqualTo(vectors.segment().address());
        assertThat(get(header.segment(), "msghdr.msg_iovlen")).isEqualTo(2);
        assertThat(get(header.segment(), "msghdr.msg_control")).isEqualTo(control.segment().address());
        assertThat(get(header.segment(), "msghdr.msg_controllen")).isEqualTo(32);
        header.receive();
        assertThat(get(header.segment(), "msghdr.msg_namelen")).isEqualTo(SIZES.get("sockaddr_storage").longValue());
        assertThat(get(header.segment(), "msghdr.msg_controllen")).isEqualTo(64);
        put(header.segment(), "msghdr.msg_flags", 8);
        assertThat(header.flags()).isEqualTo(8);
        put(messages.segment(), "mmsghdr.msg_len", 99);
        assertThat(messages.transferred(0)).isEqualTo(99);
    }

    @Test
    void controlMessagesAreInTheirFieldsAndAligned() {
        ControlMessages control = new ControlMessages(64).rights(7).add(41, 50, Arena.ofAuto().allocate(9));
        assertThat(get(control.segment(), "cmsghdr.cmsg_len")).isEqualTo(SIZES.get("cmsghdr") + 4L);
        assertThat(get(control.segment(), "cmsghdr.cmsg_level")).isEqualTo(1);
        assertThat(get(control.segment(), "cmsghdr.cmsg_type")).isEqualTo(1);
        assertThat(get(control.segment(), 24, "cmsghdr.cmsg_len")).isEqualTo(SIZES.get("cmsghdr") + 9L);
        assertThat(get(control.segment(), 24, "cmsghdr.cmsg_level")).isEqualTo(41);
        assertThat(control.used()).isEqualTo(24 + 32);
        assertThat(ControlMessages.space(4) + ControlMessages.space(9)).isEqualTo(24 + 32);
    }

    @Test
    void socketAddressesAreInTheirFields() throws IOException {
        MemorySegment v4 = SocketAddresses.encode(new InetSocketAddress("1.2.3.4", 0x1234), Arena.ofAuto());
        assertThat(v4.byteSize()).isEqualTo(SIZES.get("sockaddr_in").longValue());
        assertThat(get(v4, "sockaddr_in.sin_family")).isEqualTo(2);
        assertThat(get(v4, "sockaddr_in.sin_port")).as("network order").isEqualTo(0x3412);
        assertThat(get(v4, "sockaddr_in.sin_addr")).as("network order").isEqualTo(0x04030201);
        MemorySegment v6 = SocketAddresses.encode(new InetSocketAddress(
                java.net.Inet6Address.getByAddress(null,
                        new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, 5),
                0x1234), Arena.ofAuto());
        assertThat(v6.byteSize()).isEqualTo(SIZES.get("sockaddr_in6").longValue());
        assertThat(get(v6, "sockaddr_in6.sin6_port")).isEqualTo(0x3412);
        assertThat(v6.asSlice(OFFSETS.get("sockaddr_in6.sin6_addr"), 16).toArray(JAVA_BYTE)).startsWith(1, 2, 3)
                .endsWith(15, 16);
        assertThat(get(v6, "sockaddr_in6.sin6_scope_id")).isEqualTo(5);
        MemorySegment unix = SocketAddresses.encodeAbstract("ab", Arena.ofAuto());
        assertThat(unix.byteSize()).isEqualTo(OFFSETS.get("sockaddr_un.sun_path") + 3L);
        assertThat(unix.toArray(JAVA_BYTE)).containsExactly(1, 0, 0, 'a', 'b');
    }
}
