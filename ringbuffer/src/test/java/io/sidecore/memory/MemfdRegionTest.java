package io.sidecore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemfdRegionTest {
    private static SharedMemory create() throws RegionException {
        return SharedMemory.memfd("orders", RegionKind.SPSC_RING, 4096, 64);
    }

    @Test
    void attachedRegionSharesBytesWithItsCreator() throws IOException {
        SharedMemory created = create();
        SharedMemory attached = SharedMemory.attach(created.path().orElseThrow(), RegionKind.SPSC_RING);
        created.data().set(ValueLayout.JAVA_LONG, 8, 42);
        assertThat(attached.data().get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
        assertThat(attached.epoch()).isEqualTo(created.epoch());
        assertThat(attached.capacity()).isEqualTo(4096);
        assertThat(attached.path()).isEqualTo(created.path());
    }

    @Test
    void pathNamesThisProcessAndTheKernelShowsTheName() throws IOException {
        SharedMemory created = create();
        Path path = created.path().orElseThrow();
        assertThat(path.toString()).startsWith("/proc/" + ProcessHandle.current().pid() + "/fd/");
        assertThat(Files.readSymbolicLink(path).toString()).startsWith("/memfd:orders");
        assertThat(created.name()).isEqualTo("memfd:orders");
    }

    @Test
    void anotherKindIsRefusedAsForFiles() throws IOException {
        Path path = create().path().orElseThrow();
        assertThatThrownBy(() -> SharedMemory.attach(path, RegionKind.MPSC_RING)).isInstanceOf(RegionException.class)
                .hasMessageContaining(path.toString()).hasMessageContaining("kind is 1");
    }

    @Test
    void sealsKeepPeersFromShrinkingGrowingAndUnsealing() throws IOException {
        SharedMemory created = create();
        Path path = created.path().orElseThrow();
        try (FileChannel peer = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> peer.truncate(4096)).isInstanceOf(IOException.class)
                    .hasMessageContaining("not permitted");
            assertThatThrownBy(() -> peer.write(ByteBuffer.allocate(1), peer.size())).isInstanceOf(IOException.class)
                    .hasMessageContaining("not permitted");
            assertThat(peer.size()).isEqualTo(RegionHeader.LENGTH + 4096);
        }
        int descriptor = Integer.parseInt(path.getFileName().toString());
        int sealWrite = 8;
        assertThat(io.sidecore.memory.access.Libc.addSeals(descriptor, sealWrite)).as("EPERM").isEqualTo(1);
    }

    @Test
    void everyPageIsAllocatedAtCreation() throws IOException {
        SharedMemory created = SharedMemory.memfd("full", RegionKind.SPSC_RING, 1 << 20, 64);
        assertThat(Files.getAttribute(created.path().orElseThrow(), "unix:size")).isEqualTo((1L << 20) + 8192);
        assertThat(blocks(created.path().orElseThrow())).isEqualTo((1L << 20) + 8192);
    }

    private static long blocks(Path path) throws IOException {
        try {
            Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", path.toString()).start();
            String blocks = new String(stat.getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.US_ASCII);
            stat.waitFor();
            return Long.parseLong(blocks.strip()) * 512;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void releasedDescriptorIsGoneAndAttachedRegionsStay() throws IOException {
        SharedMemory created = create();
        Path path = created.path().orElseThrow();
        SharedMemory attached = SharedMemory.attach(path, RegionKind.SPSC_RING);
        created.releaseDescriptor();
        created.releaseDescriptor();
        assertThat(created.path()).isEmpty();
        assertThatThrownBy(() -> SharedMemory.attach(path, RegionKind.SPSC_RING)).isInstanceOf(RegionException.class);
        created.data().set(ValueLayout.JAVA_LONG, 0, 7);
        assertThat(attached.data().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(7);
    }

    @Test
    void descriptorIsClosedWhenTheRegionIsGarbage() throws IOException {
        Path path = create().path().orElseThrow();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (isOrders(path) && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(isOrders(path)).isFalse();
    }

    private static boolean isOrders(Path path) {
        try {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.readSymbolicLink(path).toString().startsWith("/memfd:orders");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void regionStartsZeroedBehindItsHeader() throws IOException {
        assertThat(create().data().mismatch(MemorySegment.ofArray(new byte[4096]))).isEqualTo(-1);
    }

    @Test
    void nameThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> SharedMemory.memfd("x".repeat(250), RegionKind.SPSC_RING, 4096, 64))
                .isInstanceOf(RegionException.class).hasMessageContaining("memfd_create")
                .hasMessageContaining("Invalid argument");
    }
}
