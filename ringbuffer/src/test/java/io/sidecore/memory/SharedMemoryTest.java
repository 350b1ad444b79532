package io.sidecore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedMemoryTest {
    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("region");
    }

    @Test
    void headerHasTheGoldenBytes() throws IOException {
        SharedMemory.create(file, RegionKind.SPSC_RING, 1024, 64);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(bytes.array(), 0, 8, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("SIDECORE");
        assertThat(bytes.getInt(8)).as("version").isEqualTo(1);
        assertThat(bytes.getInt(12)).as("kind").isEqualTo(1);
        assertThat(bytes.getLong(16)).as("capacity").isEqualTo(1024);
        assertThat(bytes.getLong(24)).as("data offset").isEqualTo(8192);
        assertThat(bytes.getInt(32)).as("alignment").isEqualTo(64);
        assertThat(bytes.getInt(36)).as("state").isEqualTo(1);
        assertThat(bytes.getLong(48)).as("creator").isEqualTo(ProcessHandle.current().pid());
        assertThat(bytes.capacity()).isEqualTo(8192 + 1024);
    }

    @Test
    void attachedRegionSharesBytesWithItsCreator() throws IOException {
        SharedMemory created = SharedMemory.create(file, RegionKind.SPSC_RING, 1024, 64);
        SharedMemory attached = SharedMemory.attach(file, RegionKind.SPSC_RING);
        created.data().set(ValueLayout.JAVA_LONG, 8, 42);
        assertThat(attached.data().get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
        assertThat(attached.epoch()).isEqualTo(created.epoch());
        assertThat(attached.capacity()).isEqualTo(1024);
    }

    @Test
    void existingFileIsNotOverwritten() throws IOException {
        Files.writeString(file, "precious");
        assertThatThrownBy(() -> SharedMemory.create(file, RegionKind.SPSC_RING, 1024, 64))
                .isInstanceOf(RegionException.class).hasMessageContaining("exists already");
        assertThat(file).hasContent("precious");
    }

    @Test
    void missingFileAndMissingFolderAreNamed() {
        assertThatThrownBy(() -> SharedMemory.attach(file, RegionKind.SPSC_RING)).isInstanceOf(RegionException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining("no such file");
        Path nowhere = folder.resolve("nowhere").resolve("region");
        assertThatThrownBy(() -> SharedMemory.create(nowhere, RegionKind.SPSC_RING, 1024, 64))
                .isInstanceOf(RegionException.class).hasMessageContaining("no such folder");
    }

    @Test
    void wrongFieldsAreRefusedByName() throws IOException {
        assertRefused(0, 0x1122334455667788L, "magic");
        assertRefused(8, 2 | 1L << 32, "layout version is 2");
        assertRefused(8, 1 | 16L << 32, "kind is 16");
        assertRefused(16, 2048, "truncated");
        assertRefused(16, -64, "capacity");
        assertRefused(24, 64, "data offset");
    }

    private void assertRefused(int offset, long value, String reason) throws IOException {
        Files.deleteIfExists(file);
        SharedMemory created = SharedMemory.create(file, RegionKind.SPSC_RING, 1024, 64);
        created.region().set(ValueLayout.JAVA_LONG, offset, value);
        assertThatThrownBy(() -> SharedMemory.attach(file, RegionKind.SPSC_RING)).isInstanceOf(RegionException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void halfCreatedRegionIsRefused() throws IOException {
        SharedMemory created = SharedMemory.create(file, RegionKind.SPSC_RING, 1024, 64);
        created.region().set(ValueLayout.JAVA_INT, RegionHeader.STATE_OFFSET, 0);
        assertThatThrownBy(() -> SharedMemory.attach(file, RegionKind.SPSC_RING))
                .hasMessageContaining("still being created");
        created.region().asSlice(0, RegionHeader.LENGTH).fill((byte) 0);
        assertThatThrownBy(() -> SharedMemory.attach(file, RegionKind.SPSC_RING))
                .hasMessageContaining("still being created");
    }

    @Test
    void truncatedFilesAreRefused() throws IOException {
        SharedMemory.create(file, RegionKind.SPSC_RING, 1024, 64);
        for (int length : new int[]{5000, 4096, 4095, 1, 0}) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
            assertThatThrownBy(() -> SharedMemory.attach(file, RegionKind.SPSC_RING))
                    .isInstanceOf(RegionException.class)
                    .hasMessageContaining("truncated");
        }
    }

    @Test
    void anonymousRegionStartsZeroed() {
        SharedMemory memory = SharedMemory.anonymous(RegionKind.SYSCALL_PAGE, 4096, 64);
        assertThat(memory.data().mismatch(MemorySegment.ofArray(new byte[4096]))).isEqualTo(-1);
        assertThat(memory.region().address() % 4096).isZero();
    }

    @Test
    void capacitiesOutOfRangeAreRefused() {
        for (long capacity : new long[]{0, -64, 63, SharedMemory.MAX_CAPACITY + 64}) {
            assertThatThrownBy(() -> SharedMemory.anonymous(RegionKind.SPSC_RING, capacity, 64))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("capacity " + capacity);
        }
    }
}
