package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroadcastLayoutTest {
    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("region");
    }

    private ByteBuffer bytes() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String hex(ByteBuffer bytes, int from, int length) {
        return HexFormat.of().formatHex(bytes.array(), from, from + length);
    }

    @Test
    void ringHasTheGoldenBytes() throws IOException {
        BroadcastRing ring = BroadcastRing.create(file, 1024, 32);
        BroadcastPublisher publisher = ring.publisher();
        publisher.offer(0x01020304, MemorySegment.ofArray(new byte[]{1, 2, 3}), 0, 3);
        for (int i = 1; i < 9; i++) {
            publisher.offer(5, MemorySegment.ofArray(new byte[]{(byte) (i << 4)}),
                    MemorySegment.ofArray(new byte[100]));
        }
        publisher.claim(6, 80);
        ByteBuffer bytes = bytes();
        int data = RegionHeader.LENGTH;
        assertThat(bytes.capacity()).isEqualTo(data + 1024);
        assertThat(bytes.getInt(12)).as("kind").isEqualTo(4);
        assertThat(bytes.getInt(32)).as("alignment").isEqualTo(32);
        // 32 + 7 * 128 = 928: the eighth message of 128 bytes is preceded by padding.
        assertThat(bytes.getLong(512)).as("tail intent").isEqualTo(1024 + 128 + 96);
        assertThat(bytes.getLong(640)).as("tail").isEqualTo(1024 + 128);
        assertThat(bytes.getLong(768)).as("latest").isEqualTo(1024);
        assertThat(hex(bytes, data, 24)).as("message that wrapped")
                .isEqualTo("7500000005000000" + "0800000000000000" + "8000000000000000");
        assertThat(hex(bytes, data + 160, 24)).as("second message")
                .isEqualTo("7500000005000000" + "0200000000000000" + "2000000000000000");
        assertThat(hex(bytes, data + 928, 24)).as("padding")
                .isEqualTo("60000000ffffffff" + "0800000000000000" + "0000000000000000");
        for (int at = 520; at < 1024; at += 8) {
            if (at != 640 && at != 768) {
                assertThat(bytes.getLong(at)).as("header at " + at).isZero();
            }
        }
    }

    @Test
    void firstRecordHasTheGoldenBytes() throws IOException {
        BroadcastRing ring = BroadcastRing.create(file, 1024);
        ring.publisher().offer(0x01020304, MemorySegment.ofArray(new byte[]{1, 2, 3}), 0, 3);
        assertThat(hex(bytes(), RegionHeader.LENGTH, 24))
                .isEqualTo("13000000" + "04030201" + "0000000000000000" + "0102030000000000");
    }

    @Test
    void valueHasTheGoldenBytes() throws IOException {
        LatestValue value = LatestValue.create(file, 121);
        LatestValueWriter writer = value.writer();
        byte[] content = new byte[121];
        for (byte i = 1; i <= 6; i++) {
            java.util.Arrays.fill(content, i);
            writer.write(MemorySegment.ofArray(content));
        }
        writer.claim();
        ByteBuffer bytes = bytes();
        int data = RegionHeader.LENGTH;
        assertThat(bytes.capacity()).isEqualTo(data + 4 * 256);
        assertThat(bytes.getInt(12)).as("kind").isEqualTo(5);
        assertThat(bytes.getLong(512)).as("sequence").isEqualTo(6);
        assertThat(bytes.getLong(640)).as("length").isEqualTo(121);
        String[] slots = {"0400000000000000" + "04", "0500000000000000" + "05", "0600000000000000" + "06",
                "0000000000000000" + "03"};
        for (int slot = 0; slot < 4; slot++) {
            assertThat(hex(bytes, data + slot * 256, 9)).isEqualTo(slots[slot]);
            assertThat(bytes.get(data + slot * 256 + 8 + 120)).as("last byte").isNotZero();
            assertThat(bytes.get(data + slot * 256 + 8 + 121)).as("behind the value").isZero();
        }
    }

    @Test
    void attachedRingGoesOnWhereItsCreatorStopped() throws IOException {
        BroadcastRing created = BroadcastRing.create(file, 1024, 16);
        BroadcastReader reader = created.reader();
        created.publisher().offer(1, MemorySegment.ofArray("a".getBytes()));
        BroadcastRing attached = BroadcastRing.attach(file);
        assertThat(attached.alignment()).isEqualTo(16);
        assertThat(attached.capacity()).isEqualTo(1024);
        assertThat(Successor.publisher(attached).offer(1, MemorySegment.ofArray("b".getBytes()))).isOne();
        assertThat(reader.poll((t, s, o, l) -> {}, 10)).isEqualTo(2);
    }

    @Test
    void attachedValueIsTheOneThatWasWritten() throws IOException {
        LatestValue.create(file, 8).writer().write(MemorySegment.ofArray(new long[]{42}));
        LatestValue attached = LatestValue.attach(file);
        long[] target = new long[1];
        assertThat(attached.reader().read(MemorySegment.ofArray(target))).isOne();
        assertThat(target[0]).isEqualTo(42);
        assertThat(Successor.writer(attached).write(MemorySegment.ofArray(target))).isEqualTo(2);
    }

    @Test
    void regionOfAnotherKindIsRefused() throws IOException {
        BroadcastRing.create(file, 1024);
        assertThatThrownBy(() -> LatestValue.attach(file)).isInstanceOf(RegionException.class)
                .hasMessageContaining("kind is 4, expected 5 (LATEST_VALUE)");
        assertThatThrownBy(() -> SharedMemory.attach(file, RegionKind.SPSC_RING)).isInstanceOf(RegionException.class);
        Files.delete(file);
        LatestValue.create(file, 8);
        assertThatThrownBy(() -> BroadcastRing.attach(file)).isInstanceOf(RegionException.class)
                .hasMessageContaining("kind is 5, expected 4 (BROADCAST_RING)");
    }

    @Test
    void ringWithACapacityOrAlignmentOfNoRingIsRefused() throws IOException {
        SharedMemory.create(file, RegionKind.BROADCAST_RING, 1024 + 64, 64);
        assertThatThrownBy(() -> BroadcastRing.attach(file)).isInstanceOf(RegionException.class)
                .hasMessageContaining("capacity 1088");
        Files.delete(file);
        SharedMemory.create(file, RegionKind.BROADCAST_RING, 1024, 8);
        assertThatThrownBy(() -> BroadcastRing.attach(file)).isInstanceOf(RegionException.class)
                .hasMessageContaining("alignment 8");
    }

    @Test
    void valueWithoutOrWithAWrongLengthIsRefused() throws IOException {
        SharedMemory memory = SharedMemory.create(file, RegionKind.LATEST_VALUE, 512, 128);
        assertThatThrownBy(() -> LatestValue.attach(file)).isInstanceOf(RegionException.class)
                .hasMessageContaining("still being created");
        for (long length : new long[]{-1, 121, 1L << 32 | 8, Long.MIN_VALUE, Long.MAX_VALUE, 1 << 17}) {
            memory.region().set(ValueLayout.JAVA_LONG, RegionHeader.VALUE_LENGTH, length);
            assertThatThrownBy(() -> LatestValue.attach(file)).isInstanceOf(RegionException.class)
                    .hasMessageContaining("value length is " + length);
        }
        memory.region().set(ValueLayout.JAVA_LONG, RegionHeader.VALUE_LENGTH, 120L);
        assertThat(LatestValue.attach(file).length()).isEqualTo(120);
    }
}
