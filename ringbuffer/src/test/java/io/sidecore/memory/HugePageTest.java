package io.sidecore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Either the region that was asked for, or the refusal that says what to do: which of the two is up to the machine. */
class HugePageTest {
    @FunctionalInterface
    private interface Creation {
        SharedMemory create() throws RegionException;
    }

    private static void assertHugeOrRefused(Creation creation) throws IOException {
        SharedMemory created;
        try {
            created = creation.create();
        } catch (RegionException e) {
            assertThat(e)
                    .hasMessageMatching("memfd:\\w+: (needs 1 huge pages of \\d+ kB; HugePages_Free is \\d+, of which"
                            + " \\d+ are reserved; as root: sysctl vm.nr_hugepages=\\d+|this kernel has no huge pages .*)");
            return;
        }
        assertThat(created.hugePageSize()).isGreaterThanOrEqualTo(1 << 20);
        assertThat(created.capacity()).isEqualTo(4096);
        assertThat(created.region().byteSize()).isEqualTo(RegionHeader.LENGTH + 4096);
        assertThat(created.region().address() % created.hugePageSize()).isZero();
        assertThat(pageSize(created)).isEqualTo(created.hugePageSize());
        if (created.path().isPresent()) {
            SharedMemory attached = SharedMemory.attach(created.path().get(), RegionKind.SPSC_RING);
            created.data().set(ValueLayout.JAVA_LONG, 8, 42);
            assertThat(attached.data().get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
            assertThat(attached.capacity()).isEqualTo(4096);
        }
    }

    /** What the kernel says of the mapping. */
    private static long pageSize(SharedMemory memory) throws IOException {
        String start = Long.toHexString(memory.region().address()) + "-";
        boolean found = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            found |= line.startsWith(start);
            if (found && line.startsWith("KernelPageSize:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("no such mapping: " + start);
    }

    @Test
    void memfdInHugePagesIsGivenOrRefused() throws IOException {
        assertHugeOrRefused(() -> SharedMemory.memfd("huge", RegionKind.SPSC_RING, 4096, 64, PageSize.HUGE));
    }

    @Test
    void anonymousRegionInHugePagesIsGivenOrRefused() throws IOException {
        assertHugeOrRefused(() -> {
            SharedMemory memory = SharedMemory.anonymous(RegionKind.SPSC_RING, 4096, 64, PageSize.HUGE);
            assertThat(memory.path()).isEmpty();
            return memory;
        });
    }

    @Test
    void moreThanTheMachineHasIsRefusedWithThePagesToSet() throws IOException {
        long kilobytes = Long.parseLong(Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D", ""));
        assumeTrue(kilobytes << 10 < SharedMemory.MAX_CAPACITY, "a machine with less memory than the largest region");
        assertThatThrownBy(() -> SharedMemory.memfd("greedy", RegionKind.SPSC_RING, SharedMemory.MAX_CAPACITY, 64,
                PageSize.HUGE)).isInstanceOf(RegionException.class).hasMessageContaining("huge pages");
    }

    @Test
    void ordinaryRegionSaysThatItHasNoHugePages(@TempDir Path folder) throws IOException {
        assertThat(SharedMemory.create(folder.resolve("file"), RegionKind.SPSC_RING, 4096, 64).hugePageSize()).isZero();
    }

    @Test
    void impossiblePageSizesInAHeaderAreRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("region");
        SharedMemory created = SharedMemory.create(file, RegionKind.SPSC_RING, 4096, 64);
        for (long size : new long[]{-1, 3, 4096, 3 << 20, 1L << 40, Long.MIN_VALUE}) {
            created.region().set(ValueLayout.JAVA_LONG, RegionHeader.PAGE_SIZE_OFFSET, size);
            assertThatThrownBy(() -> SharedMemory.attach(file, RegionKind.SPSC_RING))
                    .isInstanceOf(RegionException.class).hasMessageContaining("page size is " + size);
        }
        created.region().set(ValueLayout.JAVA_LONG, RegionHeader.PAGE_SIZE_OFFSET, 2L << 20);
        assertThatThrownBy(() -> SharedMemory.attach(file, RegionKind.SPSC_RING)).hasMessageContaining("truncated");
    }
}
