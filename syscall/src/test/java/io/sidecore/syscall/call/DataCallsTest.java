package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.IoVectors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataCallsTest {
    @TempDir
    Path folder;
    private final MemorySegment buffer = Arena.ofAuto().allocate(64, 8);
    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("file"), "0123456789");
    }

    private int open(Ride ride, Path path) {
        return ride.ok(ride.calls.openat(AT_FDCWD, path.toString(), O_RDWR | O_CREAT, 0600));
    }

    @ParameterizedTest
    @EnumSource
    void readsAndWritesMoveThePositionAndTouchOnlyTheirRange(Route route) {
        try (Ride ride = route.open()) {
            int fd = open(ride, file);
            assertThat(ride.ok(ride.calls.read(fd, buffer, 2, 4))).isEqualTo(4);
            assertThat(buffer.getString(0)).isEmpty();
            assertThat(buffer.getString(2)).isEqualTo("0123");
            buffer.setString(8, "abcdef");
            assertThat(ride.ok(ride.calls.write(fd, buffer, 9, 2))).isEqualTo(2);
            assertThat(file).hasContent("0123bc6789");
            assertThat(ride.ok(ride.calls.read(fd, buffer, 0, 64))).as("short at the end").isEqualTo(4);
            assertThat(ride.ok(ride.calls.read(fd, buffer, 0, 64))).isZero();
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void positionedFormsLeaveThePosition(Route route) {
        try (Ride ride = route.open()) {
            int fd = open(ride, file);
            buffer.setString(0, "xyz");
            assertThat(ride.ok(ride.calls.pwrite(fd, buffer, 1, 2, 6))).isEqualTo(2);
            assertThat(ride.ok(ride.calls.pread(fd, buffer, 8, 5, 4))).isEqualTo(5);
            assertThat(buffer.getString(8)).isEqualTo("45yz8");
            assertThat(Libc.LIBC.lseek(fd, 0, SEEK_CUR)).isZero();
            Memory seen = new Memory(16);
            assertThat(Libc.LIBC.pread(fd, seen, 5, 4)).isEqualTo(5);
            assertThat(new String(seen.getByteArray(0, 5))).isEqualTo("45yz8");
            ride.fails(Errno.EINVAL, ride.calls.pread(fd, buffer, 0, 1, -1));
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void buffersAreFilledAndWrittenInTurn(Route route) {
        try (Ride ride = route.open()) {
            int fd = open(ride, file);
            MemorySegment other = Arena.ofAuto().allocate(16);
            IoVectors vectors = new IoVectors(3).add(buffer, 0, 3).add(other, 1, 4).add(buffer, 8, 9);
            assertThat(ride.ok(ride.calls.readv(fd, vectors))).isEqualTo(10);
            assertThat(buffer.getString(0) + other.getString(1) + buffer.getString(8)).isEqualTo("0123456789");
            ride.ok(ride.calls.lseek(fd, 0, SEEK_SET));
            assertThat(ride.ok(ride.calls.writev(fd, vectors.clear().add(other, 2, 2).add(buffer, 0, 3)))).isEqualTo(5);
            assertThat(file).hasContent("4501256789");
            assertThat(ride.ok(ride.calls.preadv2(fd, vectors, 8, 0))).isEqualTo(2);
            assertThat(other.getString(1)).isEqualTo("3896");
            assertThat(ride.ok(ride.calls.pwritev2(fd, vectors.clear().add(other, 1, 1), 0, RWF_DSYNC))).isEqualTo(1);
            assertThat(file).hasContent("3501256789");
            assertThat(ride.ok(ride.calls.preadv2(fd, vectors, -1, 0))).as("at the position").isEqualTo(1);
            assertThat(other.getString(1)).isEqualTo("5896");
            ride.fails(Errno.EOPNOTSUPP, ride.calls.preadv2(fd, vectors, 0, 1 << 30));
            ride.fails(Errno.EOPNOTSUPP, ride.calls.pwritev2(fd, vectors, 0, 1 << 30));
            ride.ok(ride.calls.close(fd));
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesMoveBetweenFiles(Route route) {
        Path copy = folder.resolve("copy");
        try (Ride ride = route.open()) {
            int from = open(ride, file);
            int to = open(ride, copy);
            assertThat(ride.ok(ride.calls.copy_file_range(from, to, 4))).isEqualTo(4);
            buffer.set(JAVA_LONG, 0, 6);
            buffer.set(JAVA_LONG, 8, 1);
            assertThat(ride.ok(ride.calls.copy_file_range(from, to, 2, buffer))).isEqualTo(2);
            assertThat(copy).hasContent("0673");
            assertThat(buffer.get(JAVA_LONG, 0)).isEqualTo(8);
            assertThat(buffer.get(JAVA_LONG, 8)).isEqualTo(3);
            assertThat(ride.ok(ride.calls.sendfile(to, from, 3))).isEqualTo(3);
            buffer.set(JAVA_LONG, 0, 9);
            assertThat(ride.ok(ride.calls.sendfile(to, from, buffer, 3))).isEqualTo(1);
            assertThat(buffer.get(JAVA_LONG, 0)).isEqualTo(10);
            assertThat(copy).hasContent("06734569");
            ride.ok(ride.calls.close(from));
            ride.ok(ride.calls.close(to));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySyncSucceedsOnAFileAndFailsWithoutADescriptor(Route route) {
        try (Ride ride = route.open()) {
            int fd = open(ride, file);
            ride.ok(ride.calls.fsync(fd));
            ride.ok(ride.calls.fdatasync(fd));
            ride.ok(ride.calls.sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE
                    | SYNC_FILE_RANGE_WAIT_AFTER));
            ride.ok(ride.calls.posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
            ride.fails(Errno.EINVAL, ride.calls.posix_fadvise(fd, 0, 0, 77));
            ride.fails(Errno.EINVAL, ride.calls.sync_file_range(fd, 0, 0, 77));
            ride.fails(Errno.EBADF, ride.calls.fsync(-1));
            ride.fails(Errno.EBADF, ride.calls.fdatasync(-1));
            ride.fails(Errno.EBADF, ride.calls.syncfs(-1));
            ride.ok(ride.calls.close(fd));
        }
    }
}
