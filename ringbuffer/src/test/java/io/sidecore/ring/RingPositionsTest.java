package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.memory.RegionHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rings that have been in use for years: both positions start just below, or above, where a smaller integer would end. */
class RingPositionsTest {
    private static final int TYPE = 7;
    private static final long LARGE = 256L << 20;

    private enum Kind {
        SPSC, MPSC;

        Ring ring(long capacity) {
            return this == SPSC ? SpscRing.anonymous(capacity) : MpscRing.anonymous(capacity);
        }
    }

    private static RingProducer producer(Ring ring) {
        return ring instanceof SpscRing spsc ? spsc.producer() : ((MpscRing) ring).producer();
    }

    private static RingConsumer consumer(Ring ring) {
        return ring instanceof SpscRing spsc ? spsc.consumer() : ((MpscRing) ring).consumer();
    }

    private static Ring ringAt(Kind kind, long capacity, long start) {
        Ring ring = kind.ring(capacity);
        MemorySegment region = ring.memory().region();
        region.set(ValueLayout.JAVA_LONG, RegionHeader.PRODUCER_POSITION, start);
        region.set(ValueLayout.JAVA_LONG, RegionHeader.CONSUMER_POSITION, start);
        return ring;
    }

    private static boolean send(Ring ring, RingProducer producer, int length, int value) {
        long at = producer.tryClaim(TYPE, length);
        if (at < 0) {
            return false;
        }
        ring.data().set(ValueLayout.JAVA_INT_UNALIGNED, at, value);
        ring.data().set(ValueLayout.JAVA_INT_UNALIGNED, at + length - 4, value);
        producer.commit();
        return true;
    }

    private static List<Integer> drain(RingConsumer consumer) {
        List<Integer> values = new ArrayList<>();
        consumer.poll((t, s, o, l) -> {
            int value = s.get(ValueLayout.JAVA_INT_UNALIGNED, o);
            assertThat(s.get(ValueLayout.JAVA_INT_UNALIGNED, o + l - 4)).isEqualTo(value);
            values.add(value);
        }, 5_000);
        return values;
    }

    static Stream<Arguments> starts() {
        return Stream.of(Kind.values()).flatMap(kind -> LongStream
                .of(0, (1L << 31) - 1024, 1L << 31, (1L << 32) - 1024, 1L << 32, (1L << 53) - 64,
                        Long.MAX_VALUE - (1L << 20) + 1)
                .boxed().flatMap(start -> LongStream.of(Ring.MIN_CAPACITY, 65_536)
                        .mapToObj(capacity -> Arguments.of(kind, capacity, start))));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void everyMessagePassesTheLimitsOfSmallerIntegers(Kind kind, long capacity, long start) {
        Ring ring = ringAt(kind, capacity, start);
        RingProducer producer = producer(ring);
        RingConsumer consumer = consumer(ring);
        for (int i = 0; i < 1000; i++) {
            assertThat(send(ring, producer, 8 + i % 200, i)).isTrue();
            assertThat(drain(consumer)).containsExactly(i);
        }
        assertThat(ring.producerPosition()).isEqualTo(consumer.position()).isGreaterThan(start + 100_000);
        assertThat(consumer.messagePosition()).isEqualTo(producer.position());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void fullRingGivesBackPressureAndThenEveryMessage(Kind kind, long capacity, long start) {
        Ring ring = ringAt(kind, capacity, start);
        RingProducer producer = producer(ring);
        RingConsumer consumer = consumer(ring);
        int next = 0;
        for (int round = 0; round < 5; round++) {
            List<Integer> sent = new ArrayList<>();
            while (send(ring, producer, 40 + next % 100, next)) {
                sent.add(next++);
            }
            assertThat(producer.tryClaim(TYPE, 200)).isEqualTo(Ring.BACK_PRESSURE);
            assertThat(ring.size()).isBetween(capacity - 300, capacity);
            assertThat(drain(consumer)).isEqualTo(sent);
        }
    }

    static Stream<Arguments> largeStarts() {
        return Stream.of(Kind.values()).flatMap(kind -> LongStream
                .of((1L << 31) - 4096, (1L << 32) - 4096, Long.MAX_VALUE - 3 * LARGE + 1 - 4096)
                .mapToObj(start -> Arguments.of(kind, start)));
    }

    @ParameterizedTest
    @MethodSource("largeStarts")
    void largestMessagesWrapInALargeRing(Kind kind, long start) {
        Ring ring = ringAt(kind, LARGE, start);
        RingProducer producer = producer(ring);
        RingConsumer consumer = consumer(ring);
        for (int i = 0; i < 6; i++) {
            assertThat(send(ring, producer, ring.maxMessageLength() - i, i)).isTrue();
            assertThat(drain(consumer)).containsExactly(i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fourLargestMessagesFillTheLargestRing(Kind kind) throws IOException {
        assumeTrue(availableMemory() > 3 * Ring.MAX_CAPACITY, "a machine with less memory than the test takes");
        Ring ring = ringAt(kind, Ring.MAX_CAPACITY, Ring.MAX_CAPACITY * 3);
        RingProducer producer = producer(ring);
        RingConsumer consumer = consumer(ring);
        for (int lap = 0; lap < 2; lap++) {
            for (int i = 0; i < 4; i++) {
                assertThat(send(ring, producer, ring.maxMessageLength(), i)).isTrue();
            }
            assertThat(producer.tryClaim(TYPE, 0)).isEqualTo(Ring.BACK_PRESSURE);
            assertThat(ring.size()).isEqualTo(Ring.MAX_CAPACITY);
            assertThat(drain(consumer)).containsExactly(0, 1, 2, 3);
        }
    }

    private static long availableMemory() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).findFirst().orElseThrow();
        }
    }

    static Stream<Arguments> ends() {
        return Stream.of(Kind.values()).flatMap(kind -> LongStream.of(0, 64, 128, 512, 960, 1024, 5056)
                .mapToObj(before -> Arguments.of(kind, before)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void ringIsClosedToClaimsAtTheEndOfItsPositionsAndLosesNothing(Kind kind, long before) {
        long end = Long.MAX_VALUE - 1023;
        Ring ring = ringAt(kind, 1024, end - before);
        RingProducer producer = producer(ring);
        RingConsumer consumer = consumer(ring);
        int sent = 0;
        while (true) {
            long at = producer.tryClaim(TYPE, 8);
            if (at == Ring.CLOSED) {
                break;
            }
            assertThat(at).isNotNegative();
            producer.commit();
            assertThat(consumer.poll((t, s, o, l) -> {}, 10)).isEqualTo(1);
            assertThat(++sent).isLessThanOrEqualTo(100);
        }
        assertThat(sent * 64L).isBetween(before - 64, before);
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
        assertThat(consumer.poll((t, s, o, l) -> {}, 10)).isZero();
        assertThat(ring.producerPosition()).isEqualTo(ring.consumerPosition()).isLessThanOrEqualTo(end);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void fullRingAtTheEndOfItsPositionsIsDrainedAndTakesNoMore(Kind kind, long before) {
        Ring ring = ringAt(kind, 1024, Long.MAX_VALUE - 1023 - before);
        RingProducer producer = producer(ring);
        int sent = 0;
        while (send(ring, producer, 8, sent)) {
            assertThat(++sent).isLessThanOrEqualTo(16);
        }
        assertThat(drain(consumer(ring))).hasSize(sent);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void restartedSidesGoOnWhereTheirPredecessorsEnded(Kind kind, long capacity, long start) {
        Ring ring = ringAt(kind, capacity, start);
        for (int i = 0; i < 100; i++) {
            try (RingProducer producer = producer(ring)) {
                assertThat(send(ring, producer, 100, i)).isTrue();
            }
            if (i % 3 == 2) {
                try (RingConsumer consumer = consumer(ring)) {
                    assertThat(drain(consumer)).containsExactly(i - 2, i - 1, i);
                }
            }
        }
    }
}
