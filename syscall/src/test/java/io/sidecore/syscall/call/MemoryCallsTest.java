package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import io.sidecore.syscall.call.Route.Ride;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryCallsTest {
    private static final int LENGTH = 1 << 16;

    @SuppressWarnings("restricted")
    private static MemorySegment map(Ride ride, int flags, int fd) {
        long address = ride.result(ride.calls.mmap(0, LENGTH, PROT_READ | PROT_WRITE, flags, fd, 0));
        assertThat(address).as(Errno.describe(address)).isPositive();
        return MemorySegment.ofAddress(address).reinterpret(LENGTH);
    }

    @ParameterizedTest
    @EnumSource
    void mappingIsUsedAdvisedLockedAndTakenAway(Route route) {
        try (Ride ride = route.open()) {
            MemorySegment memory = map(ride, MAP_PRIVATE | MAP_ANONYMOUS, -1);
            memory.fill((byte) 7);
            ride.ok(ride.calls.madvise(memory, MADV_NORMAL));
            ride.ok(ride.calls.mlock(memory.asSlice(0, 4096)));
            ride.ok(ride.calls.munlock(memory.asSlice(0, 4096)));
            ride.ok(ride.calls.mprotect(memory, PROT_READ));
            assertThat(memory.get(JAVA_BYTE, LENGTH - 1)).isEqualTo((byte) 7);
            ride.ok(ride.calls.mprotect(memory, PROT_READ | PROT_WRITE));
            ride.ok(ride.calls.madvise(memory, MADV_DONTNEED));
            assertThat(memory.get(JAVA_BYTE, LENGTH - 1)).isZero();
            ride.fails(Errno.EINVAL, ride.calls.madvise(memory, 4711));
            ride.ok(ride.calls.munmap(memory.address(), LENGTH));
            assertThatThrownBy(
                    () -> Libc.LIBC.mincore(new Pointer(memory.address()), LENGTH, new byte[LENGTH / 4096]))
                    .as("nothing is mapped there any more");
        }
    }

    @ParameterizedTest
    @EnumSource
    void protectionIsThatWhichTheKernelTells(Route route) throws IOException {
        try (Ride ride = route.open()) {
            MemorySegment memory = map(ride, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE | MAP_NORESERVE, -1);
            ride.ok(ride.calls.mprotect(memory, PROT_READ | PROT_EXEC));
            String start = Long.toHexString(memory.address()) + "-";
            assertThat(Files.readAllLines(Path.of("/proc/self/maps"))).anySatisfy(
                    line -> assertThat(line).startsWith(start).contains(" r-xp "));
            ride.ok(ride.calls.munmap(memory.address(), LENGTH));
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryFileIsNamedSizedMappedSyncedAndSealed(Route route) throws IOException {
        try (Ride ride = route.open()) {
            int fd = ride.ok(ride.calls.memfd_create("größe", MFD_CLOEXEC | MFD_ALLOW_SEALING));
            assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString()).contains("memfd:größe");
            ride.ok(ride.calls.ftruncate(fd, LENGTH));
            MemorySegment memory = map(ride, MAP_SHARED, fd);
            memory.setString(0, "shared");
            ride.ok(ride.calls.msync(memory, MS_SYNC));
            ride.fails(Errno.EINVAL, ride.calls.msync(memory, MS_SYNC | MS_ASYNC));
            byte[] content = Files.readAllBytes(Path.of("/proc/self/fd/" + fd));
            assertThat(new String(content, 0, 6)).isEqualTo("shared");
            ride.ok(ride.calls.fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW));
            assertThat(ride.ok(ride.calls.fcntl(fd, F_GET_SEALS, 0))).isEqualTo(F_SEAL_SHRINK | F_SEAL_GROW);
            ride.fails(Errno.EPERM, ride.calls.ftruncate(fd, 0));
            ride.ok(ride.calls.munmap(memory.address(), LENGTH));
            ride.ok(ride.calls.close(fd));
        }
    }

    @Test
    void mappingOverWhatIsThereIsRefused() {
        try (Ride ride = Route.DIRECT.open()) {
            MemorySegment memory = map(ride, MAP_PRIVATE | MAP_ANONYMOUS, -1);
            assertThatThrownBy(() -> ride.calls.mmap(memory.address(), LENGTH, PROT_READ,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)).hasMessageContaining("MAP_FIXED");
            ride.fails(Errno.EEXIST, ride.calls.mmap(memory.address(), LENGTH, PROT_READ,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
            ride.ok(ride.calls.munmap(memory.address(), LENGTH));
        }
    }

    @Test
    void adviceThatDropsContentNeedsASegmentThatMayBeWritten() {
        try (Ride ride = Route.DIRECT.open()) {
            MemorySegment memory = map(ride, MAP_PRIVATE | MAP_ANONYMOUS, -1);
            MemorySegment readOnly = memory.asReadOnly();
            ride.ok(ride.calls.madvise(readOnly, MADV_WILLNEED));
            for (int advice : new int[]{MADV_DONTNEED, MADV_FREE, MADV_REMOVE}) {
                assertThatThrownBy(() -> ride.calls.madvise(readOnly, advice)).hasMessageContaining("read-only");
            }
            ride.ok(ride.calls.munmap(memory.address(), LENGTH));
        }
    }
}
