package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static io.sidecore.syscall.struct.FileLock.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescriptorCallsTest {
    @TempDir
    Path folder;
    private String file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("file"), "0123456789").toString();
    }

    private int open(Ride ride) {
        return ride.ok(ride.calls.openat(AT_FDCWD, file, O_RDWR, 0));
    }

    @ParameterizedTest
    @EnumSource
    void copiesOfADescriptorShareThePosition(Route route) {
        try (Ride ride = route.open()) {
            int fd = open(ride);
            int copy = ride.ok(ride.calls.dup(fd));
            int other = open(ride);
            assertThat(ride.ok(ride.calls.dup3(fd, other, O_CLOEXEC))).isEqualTo(other);
            ride.ok(ride.calls.lseek(fd, 7, SEEK_SET));
            assertThat(Libc.LIBC.lseek(copy, 0, SEEK_CUR)).isEqualTo(7);
            assertThat(Libc.LIBC.lseek(other, 0, SEEK_CUR)).isEqualTo(7);
            assertThat(Libc.LIBC.fcntl(other, F_GETFD)).isEqualTo(FD_CLOEXEC);
            for (int each : new int[]{fd, copy, other}) {
                ride.ok(ride.calls.close(each));
                ride.fails(Errno.EBADF, ride.calls.close(each));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void flagsAreReadAndSet(Route route) {
        try (Ride ride = route.open()) {
            int fd = open(ride);
            ride.ok(ride.calls.fcntl(fd, F_SETFL, O_NONBLOCK | O_APPEND));
            assertThat(ride.ok(ride.calls.fcntl(fd, F_GETFL, 0))).isEqualTo(Libc.LIBC.fcntl(fd, F_GETFL));
            assertThat(Libc.LIBC.fcntl(fd, F_GETFL) & ~O_LARGEFILE).isEqualTo(O_RDWR | O_NONBLOCK | O_APPEND);
            ride.ok(ride.calls.fcntl(fd, F_SETFD, FD_CLOEXEC));
            assertThat(Libc.LIBC.fcntl(fd, F_GETFD)).isEqualTo(FD_CLOEXEC);
            int copy = ride.ok(ride.calls.fcntl(fd, F_DUPFD_CLOEXEC, fd + 1));
            assertThat(copy).isGreaterThan(fd);
            ride.ok(ride.calls.close(copy));
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void locksOfOpenFilesExcludeEachOtherByRange(Route route) {
        try (Ride ride = route.open()) {
            int one = open(ride);
            int other = open(ride);
            ride.ok(ride.calls.fcntl(one, F_OFD_SETLK, new FileLock().set(F_WRLCK, SEEK_SET, 2, 3)));
            FileLock lock = new FileLock().set(F_WRLCK, SEEK_SET, 4, 1);
            ride.fails(Errno.EAGAIN, ride.calls.fcntl(other, F_OFD_SETLK, lock));
            ride.ok(ride.calls.fcntl(other, F_OFD_SETLK, lock.set(F_WRLCK, SEEK_END, -5, 0)));
            ride.ok(ride.calls.fcntl(other, F_OFD_GETLK, lock.set(F_RDLCK, SEEK_SET, 0, 0)));
            assertThat(lock.type()).isEqualTo(F_WRLCK);
            assertThat(lock.whence()).isEqualTo(SEEK_SET);
            assertThat(lock.start()).isEqualTo(2);
            assertThat(lock.length()).isEqualTo(3);
            assertThat(lock.pid()).isEqualTo(-1);
            ride.ok(ride.calls.fcntl(one, F_OFD_SETLK, lock.set(F_UNLCK, SEEK_SET, 0, 0)));
            ride.ok(ride.calls.fcntl(other, F_OFD_GETLK, lock.set(F_RDLCK, SEEK_SET, 0, 0)));
            assertThat(lock.type()).isEqualTo(F_UNLCK);
            ride.ok(ride.calls.close(one));
            ride.ok(ride.calls.close(other));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fileLocksExcludeEachOther(Route route) {
        try (Ride ride = route.open()) {
            int one = open(ride);
            int other = open(ride);
            ride.ok(ride.calls.flock(one, LOCK_EX));
            ride.fails(Errno.EAGAIN, ride.calls.flock(other, LOCK_SH | LOCK_NB));
            ride.ok(ride.calls.flock(one, LOCK_UN));
            ride.ok(ride.calls.flock(other, LOCK_SH | LOCK_NB));
            ride.ok(ride.calls.close(one));
            ride.ok(ride.calls.close(other));
        }
    }

    @Test
    void commandsThatTakeAPointerAreRefusedWithANumberAndTheOtherWayRound() {
        try (Ride ride = Route.DIRECT.open()) {
            for (int command : new int[]{F_GETLK, F_SETLK, F_SETLKW, F_OFD_SETLKW, 15, 1035, -1}) {
                assertThatThrownBy(() -> ride.calls.fcntl(0, command, 1))
                        .hasMessageContaining("fcntl command " + command);
            }
            for (int command : new int[]{F_SETFL, 8, 35, 39, F_DUPFD}) {
                assertThatThrownBy(() -> ride.calls.fcntl(0, command, new FileLock()))
                        .hasMessageContaining("fcntl command " + command);
            }
        }
    }
}
