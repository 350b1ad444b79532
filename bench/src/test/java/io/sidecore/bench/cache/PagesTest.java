package io.sidecore.bench.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final List<String> SMAPS = List.of("7f0000000000-7f0000400000 rw-p 00000000 00:00 0 ",
            "Size:               4096 kB", "AnonHugePages:      2048 kB", "VmFlags: rd wr mr mw me ac sd hg",
            "7f0000400000-7f0000800000 rw-p 00000000 00:00 0 ", "Size:               4096 kB",
            "AnonHugePages:         0 kB");

    @Test
    void hugePagesAreCountedInTheMappingWithTheAddressOnly() {
        assertThat(Pages.hugeBytes(SMAPS, 0x7f0000000000L)).isEqualTo(2 << 20);
        assertThat(Pages.hugeBytes(SMAPS, 0x7f00003fffffL)).isEqualTo(2 << 20);
        assertThat(Pages.hugeBytes(SMAPS, 0x7f0000400000L)).isZero();
        assertThat(Pages.hugeBytes(SMAPS, 0x7f0000800000L)).isZero();
    }

    @Test
    void basePagesAreNotHuge() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = Pages.BASE.open(arena, 8 << 20);
            assertThat(Pages.hugeBytes(Files.readAllLines(Path.of("/proc/self/smaps")), memory.address())).isZero();
        }
    }

    @Test
    void memoryIsGoneWithItsArena() throws IOException {
        long address;
        try (Arena arena = Arena.ofConfined()) {
            address = Pages.BASE.open(arena, 64 << 20).address();
            assertThat(sizeAt(address)).isGreaterThanOrEqualTo(64 << 10);
        }
        assertThat(sizeAt(address)).isLessThan(64 << 10);
    }

    @Test
    void moreThanHalfOfTheMachineIsRefusedWithAReason() {
        try (Arena arena = Arena.ofConfined()) {
            assertThatIllegalStateException().isThrownBy(() -> Pages.BASE.open(arena, 1L << 45))
                    .withMessageStartingWith("not available here: needs twice 33554432 MiB");
        }
    }

    /** Kilobytes of the mapping with the address, 0 if there is none. */
    private static long sizeAt(long address) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream().map(line -> line.split("[- ]"))
                .filter(line -> Long.parseUnsignedLong(line[0], 16) <= address
                        && address < Long.parseUnsignedLong(line[1], 16))
                .mapToLong(line -> Long.parseUnsignedLong(line[1], 16) - Long.parseUnsignedLong(line[0], 16) >> 10)
                .sum();
    }
}
