package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.RegionHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The bytes that other processes, and later versions, must find: every word of a region that is not zero, as
 * {@code offset: bytes in the order of their addresses}. A change here is a new layout version.
 */
class LayoutTest {
    private static final int CREATION_END = 64;
    private static final int PARTY_OWNER = 0;

    private static List<String> words(Ring ring, long from, long to) {
        MemorySegment region = ring.memory().region();
        List<String> words = new ArrayList<>();
        for (long at = from; at < to; at += 8) {
            long word = region.get(ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN), at);
            if (word != 0) {
                words.add("%d: %016x".formatted(at, word));
            }
        }
        return words;
    }

    private static List<String> words(Ring ring) {
        return words(ring, CREATION_END, RegionHeader.PARTIES);
    }

    private static List<String> records(Ring ring) {
        return words(ring, RegionHeader.LENGTH, ring.memory().region().byteSize());
    }

    private static long word(Ring ring, long at) {
        return ring.memory().region().get(ValueLayout.JAVA_LONG, at);
    }

    private static void offer(RingProducer producer, int type, int... bytes) {
        byte[] payload = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            payload[i] = (byte) bytes[i];
        }
        assertThat(producer.offer(type, MemorySegment.ofArray(payload))).isPositive();
    }

    @Test
    void freshSpscRingHasTheGoldenHeader() {
        SpscRing ring = SpscRing.anonymous(1024);
        assertThat(words(ring, 0, 40)).containsExactly("0: 53494445434f5245", "8: 0100000001000000",
                "16: 0004000000000000", "24: 0020000000000000", "32: 4000000001000000");
        assertThat(word(ring, 48)).isEqualTo(ProcessHandle.current().pid());
        assertThat(words(ring, CREATION_END, RegionHeader.LENGTH + 1024)).isEmpty();
    }

    @Test
    void freshMpscRingHasTheGoldenHeader() {
        MpscRing ring = MpscRing.anonymous(2048, 8);
        assertThat(words(ring, 0, 40)).containsExactly("0: 53494445434f5245", "8: 0100000002000000",
                "16: 0008000000000000", "24: 0020000000000000", "32: 0800000001000000");
        assertThat(words(ring, CREATION_END, RegionHeader.LENGTH + 2048)).isEmpty();
    }

    @Test
    void spscRecordsHaveTheGoldenBytes() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer producer = ring.producer();
        offer(producer, 7, 1, 2, 3);
        offer(producer, 0x01020304, 9);
        assertThat(records(ring)).containsExactly("8192: 0b00000007000000", "8200: 0102030000000000",
                "8256: 0900000004030201", "8264: 0900000000000000");
        assertThat(words(ring)).as("the position's word lags behind").containsExactly("520: 0100000000000000");
        producer.close();
        assertThat(words(ring)).containsExactly("512: 8000000000000000");
    }

    @Test
    void spscProducerStoresItsPositionAtLeastOnceAKibibyte() {
        SpscRing ring = SpscRing.anonymous(4096);
        SpscProducer producer = ring.producer();
        for (int i = 0; i < 17; i++) {
            offer(producer, 7);
        }
        assertThat(word(ring, 512)).isEqualTo(1024);
        producer.offer(7, MemorySegment.ofArray(new byte[1000]));
        assertThat(word(ring, 512)).isEqualTo(17 * 64 + 1024);
        assertThat(ring.producerPosition()).isEqualTo(17 * 64 + 1024);
    }

    @Test
    void spscConsumerClearsHeadersAndStoresBothItsPositions() {
        SpscRing ring = SpscRing.anonymous(1024);
        offer(ring.producer(), 7, 1);
        ring.consumer().poll((t, s, o, l) -> {}, 1);
        assertThat(records(ring)).containsExactly("8200: 0100000000000000");
        assertThat(words(ring)).containsExactly("520: 0100000000000000", "640: 4000000000000000",
                "648: 4000000000000000");
    }

    @Test
    void mpscRecordsHaveTheGoldenBytes() {
        MpscRing ring = MpscRing.anonymous(1024, 8);
        offer(ring.producer(), 7, 1, 2, 3);
        offer(ring.producer(), 5);
        assertThat(records(ring)).containsExactly("8192: 0b00000007000000", "8200: 0102030000000000",
                "8208: 0800000005000000");
        assertThat(words(ring)).containsExactly("512: 1800000000000000");
    }

    @Test
    void mpscConsumerClearsHeadersAndStoresBothItsPositions() {
        MpscRing ring = MpscRing.anonymous(1024, 8);
        offer(ring.producer(), 7, 1, 2, 3);
        ring.consumer().poll((t, s, o, l) -> {}, 1);
        assertThat(records(ring)).isEmpty();
        assertThat(words(ring)).containsExactly("512: 1000000000000000", "640: 1000000000000000",
                "648: 1000000000000000");
    }

    @Test
    void mpscConsumerClearsNoMoreThanTheWordsInWhichAHeaderMayStand() {
        MpscRing ring = MpscRing.anonymous(1024, 64);
        offer(ring.producer(), 7, 1, 2, 3);
        ring.consumer().poll((t, s, o, l) -> {}, 1);
        assertThat(records(ring)).containsExactly("8200: 0102030000000000");
    }

    @Test
    void abortedMpscClaimIsAGoldenPaddingRecord() {
        MpscRing ring = MpscRing.anonymous(1024);
        MpscProducer producer = ring.producer();
        producer.tryClaimBatch(7, 20, 3);
        producer.abort();
        assertThat(records(ring)).as("padding over the whole batch, whose later headers nobody looks at")
                .containsExactly("8192: c0000000ffffffff", "8256: 1c00000007000000", "8320: 1c00000007000000");
    }

    @Test
    void paddingInFrontOfTheWrapHasTheGoldenBytes() {
        SpscRing spsc = SpscRing.anonymous(1024);
        MpscRing mpsc = MpscRing.anonymous(1024);
        SpscConsumer spscConsumer = spsc.consumer();
        MpscConsumer mpscConsumer = mpsc.consumer();
        SpscProducer spscProducer = spsc.producer();
        MpscProducer mpscProducer = mpsc.producer();
        for (int i = 0; i < 15; i++) {
            offer(spscProducer, 7);
            offer(mpscProducer, 7);
            spscConsumer.poll((t, s, o, l) -> {}, 1);
            mpscConsumer.poll((t, s, o, l) -> {}, 1);
        }
        spscProducer.tryClaim(7, 100);
        mpscProducer.tryClaim(7, 100);
        assertThat(words(spsc, 8192 + 960, 8192 + 1024)).containsExactly("9152: 40000000ffffffff");
        assertThat(words(mpsc, 8192 + 960, 8192 + 1024)).containsExactly("9152: 40000000ffffffff");
    }

    @Test
    void batchHasAHeaderForEachMessage() {
        MpscRing ring = MpscRing.anonymous(1024);
        MpscProducer producer = ring.producer();
        producer.tryClaimBatch(7, 20, 3);
        producer.commit();
        assertThat(records(ring)).containsExactly("8192: 1c00000007000000", "8256: 1c00000007000000",
                "8320: 1c00000007000000");
    }

    @Test
    void closedFlagAndCorrelationIdsHaveTheirPlaces() {
        SpscRing ring = SpscRing.anonymous(1024);
        ring.close();
        ring.nextCorrelationId();
        assertThat(ring.nextCorrelationId()).isEqualTo(2);
        assertThat(words(ring)).containsExactly("768: 0100000000000000", "896: 0200000000000000");
    }

    @Test
    void drainedMpscRingIsSealedByTheSignOfItsProducersPosition() {
        MpscRing ring = MpscRing.anonymous(1024);
        MpscConsumer consumer = ring.consumer();
        offer(ring.producer(), 7);
        consumer.poll((t, s, o, l) -> {}, 1);
        ring.close();
        assertThat(consumer.isDrained()).isTrue();
        assertThat(words(ring)).containsExactly("512: 4000000000000080", "640: 4000000000000000",
                "648: 4000000000000000",
                "768: 0100000000000000");
    }

    @Test
    void producersPlaceNamesItsClaim() {
        MpscRing ring = MpscRing.anonymous(1024);
        ring.producer();
        MpscProducer second = ring.producer();
        offer(second, 7);
        second.tryClaim(7, 100);
        long place = 1024 + 2 * 128;
        assertThat(word(ring, place + 32)).as("intent length").isEqualTo(128);
        assertThat(word(ring, place + 40)).as("intent start").isEqualTo(64);
        assertThat(word(ring, place + 48)).as("claimed start").isEqualTo(64);
        assertThat(words(ring, place + 56, place + 128)).isEmpty();
    }

    @Test
    void idleProducersPlaceNamesNoClaim() {
        MpscRing ring = MpscRing.anonymous(1024);
        ring.producer();
        assertThat(words(ring, 1024 + 128 + 32, 1024 + 256)).containsExactly("1192: ffffffffffffffff",
                "1200: ffffffffffffffff");
    }

    @Test
    void registeredPlaceNamesItsOwner() throws IOException {
        MpscRing ring = MpscRing.anonymous(1024);
        ring.producer().close();
        ring.producer();
        long place = 1024 + 128;
        String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        long namespace = Long.parseLong(link.replaceAll("\\D", ""));
        String stat = Files.readString(Path.of("/proc/self/stat"));
        long ticks = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        assertThat(word(ring, place + PARTY_OWNER))
                .isEqualTo(ProcessHandle.current().pid() << 40 | (namespace & 0xFFFFF) << 20 | 2);
        assertThat(word(ring, place + 8)).isEqualTo(ticks << 16 | 2);
        assertThat(word(ring, place + 16) & 0xFFFF_FFFFL).isEqualTo(namespace);
        assertThat(word(ring, place + 24)).as("heartbeat").isCloseTo(System.currentTimeMillis(),
                Offset.offset(600_000L));
    }

    @Test
    void freedPlaceKeepsItsEpochOnly() {
        MpscRing ring = MpscRing.anonymous(1024);
        ring.producer().close();
        assertThat(word(ring, 1024 + 128 + PARTY_OWNER)).isEqualTo(1);
    }
}
