package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.CString;
import io.sidecore.syscall.struct.StatxBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileCallsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void openedFileHasTheFlagsAndThePermissionsThatWereAskedFor(Route route) throws IOException {
        Path file = folder.resolve("file");
        try (Ride ride = route.open()) {
            int fd = ride
                    .ok(ride.calls.openat(AT_FDCWD, file.toString(), O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC,
                            0640));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r-----");
            assertThat(Libc.LIBC.fcntl(fd, F_GETFL) & ~O_LARGEFILE).isEqualTo(O_RDWR | O_APPEND);
            assertThat(Libc.LIBC.fcntl(fd, F_GETFD)).isEqualTo(FD_CLOEXEC);
            ride.fails(Errno.EEXIST, ride.calls.openat(AT_FDCWD, file.toString(), O_RDWR | O_CREAT | O_EXCL, 0640));
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pathIsRelativeToTheGivenDirectoryAndMayHaveAnyLetters(Route route) throws IOException {
        Files.writeString(folder.resolve("Größe→✓"), "x");
        try (Ride ride = route.open()) {
            int directory = ride.ok(ride.calls.openat(AT_FDCWD, folder.toString(), O_RDONLY | O_DIRECTORY, 0));
            CString name = new CString("Größe→✓");
            for (int i = 0; i < 2; i++) {
                ride.ok(ride.calls.close(ride.ok(ride.calls.openat(directory, name, O_RDONLY, 0))));
            }
            ride.fails(Errno.ENOENT, ride.calls.openat(directory, "Groesse", O_RDONLY, 0));
            ride.ok(ride.calls.close(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void flagsThatDifferByArchitectureMeanWhatTheySay(Route route) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (Ride ride = route.open()) {
            ride.fails(Errno.ENOTDIR, ride.calls.openat(AT_FDCWD, file.toString(), O_RDONLY | O_DIRECTORY, 0));
            ride.fails(Errno.ELOOP, ride.calls.openat(AT_FDCWD, link.toString(), O_RDONLY | O_NOFOLLOW, 0));
            int fd = ride.ok(ride.calls.openat(AT_FDCWD, folder.toString(), O_RDWR | O_TMPFILE, 0600));
            StatxBuffer status = new StatxBuffer();
            ride.ok(ride.calls.fstat(fd, status));
            assertThat(status.links()).isZero();
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void statusIsWhatTheJdkSees(Route route) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "four");
        Files.createLink(folder.resolve("further name"), file);
        Map<String, Object> known = Files.readAttributes(file, "unix:*");
        try (Ride ride = route.open()) {
            StatxBuffer status = new StatxBuffer();
            ride.ok(ride.calls.statx(AT_FDCWD, file.toString(), 0, STATX_BASIC_STATS | STATX_BTIME, status));
            assertThat(status.mask() & STATX_BASIC_STATS).isEqualTo(STATX_BASIC_STATS);
            assertThat(status.size()).isEqualTo(4);
            assertThat(status.mode()).isEqualTo(known.get("mode"));
            assertThat(status.inode()).isEqualTo(known.get("ino"));
            assertThat(status.links()).isEqualTo(2).isEqualTo(known.get("nlink"));
            assertThat(status.uid()).isEqualTo(known.get("uid"));
            assertThat(status.gid()).isEqualTo(known.get("gid"));
            assertThat((long) status.deviceMajor() << 8 | status.deviceMinor()).isEqualTo(known.get("dev"));
            assertThat(status.modified()).isEqualTo(Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
            assertThat(status.changed()).isGreaterThanOrEqualTo(status.modified());
            assertThat(status.born()).isLessThanOrEqualTo(status.changed());
            assertThat(status.blockSize()).isPositive();
            assertThat(status.blocks()).isBetween(0L, 64L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void statusIsOfTheLinkOrOfWhereItLeads(Route route) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        CString link = new CString(Files.createSymbolicLink(folder.resolve("link"), file).toString());
        try (Ride ride = route.open()) {
            StatxBuffer status = new StatxBuffer();
            ride.ok(ride.calls.statx(AT_FDCWD, link, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, status));
            assertThat(status.inode()).isEqualTo(
                    Files.getAttribute(folder.resolve("link"), "unix:ino", LinkOption.NOFOLLOW_LINKS));
            ride.ok(ride.calls.statx(AT_FDCWD, link, 0, STATX_BASIC_STATS, status));
            assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
            ride.fails(Errno.EINVAL, ride.calls.statx(AT_FDCWD, link, 0, 1 << 31, status));
        }
    }

    @ParameterizedTest
    @EnumSource
    void positionSizeAndHolesAreMoved(Route route) throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[100]);
        try (Ride ride = route.open()) {
            int fd = ride.ok(ride.calls.openat(AT_FDCWD, file.toString(), O_RDWR, 0));
            assertThat(ride.ok(ride.calls.lseek(fd, -10, SEEK_END))).isEqualTo(90);
            assertThat(Libc.LIBC.lseek(fd, 0, SEEK_CUR)).isEqualTo(90);
            ride.fails(Errno.EINVAL, ride.calls.lseek(fd, -1, SEEK_SET));
            ride.ok(ride.calls.ftruncate(fd, 40));
            assertThat(file).hasSize(40);
            ride.ok(ride.calls.fallocate(fd, 0, 0, 8192));
            assertThat(file).hasSize(8192);
            ride.ok(ride.calls.fallocate(fd, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 0, 4096));
            assertThat(ride.ok(ride.calls.lseek(fd, 0, SEEK_HOLE))).isZero();
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void permissionsAndOwnerAreSet(Route route) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (Ride ride = route.open()) {
            int fd = ride.ok(ride.calls.openat(AT_FDCWD, file.toString(), O_RDWR, 0));
            ride.ok(ride.calls.fchmod(fd, 0751));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rwxr-x--x");
            ride.ok(ride.calls.fchown(fd, -1, -1));
            ride.fails(Errno.EBADF, ride.calls.fchmod(-1, 0));
            ride.ok(ride.calls.close(fd));
        }
    }

    @Test
    void pathWithANulIsRefusedBeforeTheKernelCutsIt() {
        try (Ride ride = Route.DIRECT.open()) {
            assertThatThrownBy(() -> ride.calls.openat(AT_FDCWD, "/etc/passwd\0.txt", O_RDONLY, 0))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("NUL at index 11");
        }
    }
}
