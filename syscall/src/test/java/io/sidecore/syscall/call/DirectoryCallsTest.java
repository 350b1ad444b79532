package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.DirectoryEntries;
import io.sidecore.syscall.struct.FileTimes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectoryCallsTest {
    @TempDir
    Path folder;

    private int open(Ride ride) {
        return ride.ok(ride.calls.openat(AT_FDCWD, folder.toString(), O_RDONLY | O_DIRECTORY, 0));
    }

    @ParameterizedTest
    @EnumSource
    void directoriesComeAndGo(Route route) throws IOException {
        try (Ride ride = route.open()) {
            int directory = open(ride);
            ride.ok(ride.calls.mkdirat(directory, "sub", 0710));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("sub"))))
                    .isEqualTo("rwx--x---");
            Files.writeString(folder.resolve("sub/file"), "x");
            ride.fails(Errno.EISDIR, ride.calls.unlinkat(directory, "sub", 0));
            ride.ok(ride.calls.unlinkat(directory, "sub/file", 0));
            ride.ok(ride.calls.unlinkat(directory, "sub", AT_REMOVEDIR));
            assertThat(folder).isEmptyDirectory();
            ride.ok(ride.calls.close(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesAreMovedAndExchanged(Route route) throws IOException {
        Files.writeString(folder.resolve("a"), "first");
        Files.writeString(folder.resolve("b"), "second");
        try (Ride ride = route.open()) {
            int directory = open(ride);
            ride.ok(ride.calls.renameat2(directory, "a", AT_FDCWD, folder.resolve("b").toString(), RENAME_EXCHANGE));
            assertThat(folder.resolve("a")).hasContent("second");
            ride.fails(Errno.EEXIST, ride.calls.renameat2(directory, "a", directory, "b", RENAME_NOREPLACE));
            Files.createDirectory(folder.resolve("sub"));
            int sub = ride.ok(ride.calls.openat(directory, "sub", O_RDONLY | O_DIRECTORY, 0));
            ride.ok(ride.calls.renameat2(directory, "a", sub, "c", 0));
            assertThat(folder.resolve("sub/c")).hasContent("second");
            ride.ok(ride.calls.linkat(sub, "c", directory, "d", 0));
            assertThat(folder.resolve("d")).hasContent("second");
            ride.ok(ride.calls.close(sub));
            ride.ok(ride.calls.close(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void linksAreMadeAndRead(Route route) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        MemorySegment buffer = Arena.ofAuto().allocate(64);
        try (Ride ride = route.open()) {
            int directory = open(ride);
            ride.ok(ride.calls.symlinkat("file", directory, "symbolic"));
            assertThat(Files.readSymbolicLink(folder.resolve("symbolic"))).hasToString("file");
            assertThat(ride.ok(ride.calls.readlinkat(directory, "symbolic", buffer, 3, 60))).isEqualTo(4);
            assertThat(buffer.getString(3)).isEqualTo("file");
            ride.ok(ride.calls.linkat(directory, "symbolic", directory, "hard", AT_SYMLINK_FOLLOW));
            assertThat(Files.isSameFile(folder.resolve("hard"), file)).isTrue();
            assertThat(Files.isSymbolicLink(folder.resolve("hard"))).isFalse();
            ride.fails(Errno.EINVAL, ride.calls.readlinkat(directory, "hard", buffer, 0, 64));
            ride.ok(ride.calls.close(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyEntryIsListedOnceWithItsTypeAndNumber(Route route) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            Path entry = folder.resolve("entry-" + "n".repeat(i % 40) + i);
            Path made = i % 3 == 0 ? Files.createDirectory(entry) : Files.createFile(entry);
            expected.put(made.getFileName().toString(), (i % 3 == 0 ? DirectoryEntries.DT_DIR : DirectoryEntries.DT_REG)
                    + " " + Files.getAttribute(made, "unix:ino"));
        }
        Map<String, String> seen = new TreeMap<>();
        int dots = 0;
        try (Ride ride = route.open()) {
            int directory = open(ride);
            DirectoryEntries entries = new DirectoryEntries(2048);
            while (entries.filled(ride.ok(ride.calls.getdents64(directory, entries))).next()) {
                do {
                    if (entries.isDot()) {
                        dots++;
                    } else {
                        String before = seen.put(entries.name(), entries.type() + " " + entries.inode());
                        assertThat(before).isNull();
                    }
                } while (entries.next());
            }
            ride.ok(ride.calls.close(directory));
        }
        assertThat(seen).isEqualTo(expected);
        assertThat(dots).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void permissionsAndOwnerAreSetByName(Route route) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (Ride ride = route.open()) {
            int directory = open(ride);
            ride.ok(ride.calls.fchmodat(directory, "file", 0604));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw----r--");
            ride.ok(ride.calls.fchownat(directory, "file", -1, -1, AT_SYMLINK_NOFOLLOW));
            ride.fails(Errno.ENOENT, ride.calls.fchownat(directory, "none", -1, -1, 0));
            ride.fails(Errno.EINVAL, ride.calls.fchownat(directory, "file", -1, -1, 1));
            ride.ok(ride.calls.close(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void timesAreSetByNameAndByDescriptor(Route route) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), file);
        try (Ride ride = route.open()) {
            int directory = open(ride);
            FileTimes times = new FileTimes();
            times.accessed().set(1_000_000_000, 5);
            times.modified().set(1_500_000_000, 123_456_789);
            ride.ok(ride.calls.utimensat(directory, "link", times, 0));
            assertThat(modified(file)).isEqualTo(1_500_000_000_123_456_789L);
            assertThat(((FileTime) Files.getAttribute(file, "lastAccessTime")).to(TimeUnit.NANOSECONDS))
                    .isEqualTo(1_000_000_000_000_000_005L);
            times.modified().set(7, 8);
            ride.ok(ride.calls.utimensat(directory, "link", times, AT_SYMLINK_NOFOLLOW));
            assertThat(modified(folder.resolve("link"))).isEqualTo(7_000_000_008L);
            int fd = ride.ok(ride.calls.openat(directory, "file", O_RDONLY, 0));
            times.accessed().set(0, FileTimes.UTIME_OMIT);
            times.modified().set(9, 10);
            ride.ok(ride.calls.futimens(fd, times));
            assertThat(modified(file)).isEqualTo(9_000_000_010L);
            ride.ok(ride.calls.close(fd));
            ride.ok(ride.calls.close(directory));
        }
    }

    private static long modified(Path path) throws IOException {
        return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.NANOSECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void accessIsWhatTheOtherWaySees(Route route) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        try (Ride ride = route.open()) {
            ride.ok(ride.calls.faccessat2(AT_FDCWD, file.toString(), F_OK, 0));
            for (int mode : new int[]{R_OK, W_OK, X_OK}) {
                long result = ride.result(ride.calls.faccessat2(AT_FDCWD, file.toString(), mode, 0));
                assertThat(result == 0).isEqualTo(Libc.LIBC.access(file.toString(), mode) == 0);
            }
            ride.fails(Errno.EINVAL, ride.calls.faccessat2(AT_FDCWD, file.toString(), F_OK, 1));
            ride.fails(Errno.ENOENT,
                    ride.calls.faccessat2(AT_FDCWD, folder.resolve("none").toString(), F_OK, AT_EACCESS));
        }
    }
}
