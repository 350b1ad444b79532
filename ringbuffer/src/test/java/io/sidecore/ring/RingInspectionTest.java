package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.InspectedRecord.State;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RingInspectionTest {
    private static final int TYPE = 7;
    private static final int PUBLISHED = RegionHeader.PRODUCER_POSITION;
    private static final int FREED = RegionHeader.CONSUMER_POSITION;
    private static final int CONSUMED = FREED + Ring.CONSUMED;

    private enum Kind {
        SPSC, MPSC;

        Ring create(Path file) throws IOException {
            return this == SPSC ? SpscRing.create(file, 1024) : MpscRing.create(file, 1024);
        }
    }

    @TempDir
    Path folder;

    private Ring ring(Kind kind) throws IOException {
        return kind.create(folder.resolve("ring"));
    }

    private static RingProducer producer(Ring ring) {
        return ring instanceof SpscRing spsc ? spsc.producer() : ((MpscRing) ring).producer();
    }

    private static RingConsumer consumer(Ring ring) {
        return ring instanceof SpscRing spsc ? spsc.consumer() : ((MpscRing) ring).consumer();
    }

    private static void send(RingProducer producer, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(producer.tryClaim(TYPE, 8)).isNotNegative();
            producer.commit();
        }
    }

    private static void set(Ring ring, long offset, long value) {
        ring.memory().region().set(ValueLayout.JAVA_LONG, offset, value);
    }

    private void inspect(Consumer<RingInspection> look) throws IOException {
        try (RegionInspection region = SharedMemory.inspect(folder.resolve("ring"))) {
            look.accept(new RingInspection(region));
        }
    }

    @Test
    void recordsBehindTheLaggingPositionOfASingleProducerAreCounted() throws IOException {
        Ring ring = ring(Kind.SPSC);
        send(producer(ring), 3);
        assertThat(ring.memory().region().get(ValueLayout.JAVA_LONG, PUBLISHED)).as("the word lags").isZero();
        consumer(ring).poll((t, s, o, l) -> {}, 2);
        inspect(inspection -> {
            assertThat(inspection.faults()).isEmpty();
            assertThat(inspection.producerPosition()).isEqualTo(192);
            assertThat(inspection.read(128, 8).state()).isEqualTo(State.MESSAGE);
            assertThat(inspection.read(192, 8).state()).isEqualTo(State.END);
        });
    }

    @Test
    void positionMayLagBehindTheConsumerByWhatTheRingHoldsAndNoMore() throws IOException {
        Ring ring = ring(Kind.SPSC);
        set(ring, FREED, 4096);
        set(ring, PUBLISHED, 4096 - 1024);
        inspect(inspection -> {
            assertThat(inspection.faults()).isEmpty();
            assertThat(inspection.producerPosition()).isEqualTo(4096);
        });
        set(ring, PUBLISHED, 4096 - 1024 - 64);
        inspect(inspection -> assertThat(inspection.faults()).singleElement().asString().contains("contradict"));
    }

    @ParameterizedTest
    @EnumSource
    void consumedRecordsAreOvertaken(Kind kind) throws IOException {
        Ring ring = ring(kind);
        send(producer(ring), 3);
        consumer(ring).poll((t, s, o, l) -> {}, 2);
        inspect(inspection -> {
            InspectedRecord consumed = inspection.read(64, 8);
            assertThat(consumed.state()).isEqualTo(State.OVERTAKEN);
            assertThat(consumed.end()).isEqualTo(128);
            assertThat(inspection.read(128, 8).state()).isEqualTo(State.MESSAGE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoPositionOfARecordIsCorrupt(Kind kind) throws IOException {
        send(producer(ring(kind)), 3);
        inspect(inspection -> {
            for (long position : new long[]{7, -64, Long.MAX_VALUE - 63}) {
                assertThat(inspection.read(position, 8).fault()).contains("not that of a record");
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void fullRingIsReadToItsLastRecordAndNoFurther(Kind kind) throws IOException {
        Ring ring = ring(kind);
        RingProducer producer = producer(ring);
        send(producer, 5);
        consumer(ring).poll((t, s, o, l) -> {}, 5);
        send(producer, 16);
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.BACK_PRESSURE);
        inspect(inspection -> {
            assertThat(inspection.faults()).isEmpty();
            assertThat(inspection.producerPosition() - inspection.consumerPosition()).isEqualTo(1024);
            for (long at = 320; at < 320 + 1024; at += 64) {
                assertThat(inspection.read(at, 8).state()).isEqualTo(State.MESSAGE);
            }
            assertThat(inspection.read(320 + 1024, 8).state()).as("there lies the first again").isEqualTo(State.END);
        });
    }

    @ParameterizedTest
    @EnumSource
    void batchThatIsConsumedAndNotYetClearedIsNoBacklog(Kind kind) throws IOException {
        Ring ring = ring(kind);
        send(producer(ring), 3);
        // As a consumer leaves it that dies with a part of its batch cleared.
        set(ring, CONSUMED, 128);
        set(ring, RegionHeader.LENGTH, 0);
        inspect(inspection -> {
            assertThat(inspection.faults()).isEmpty();
            assertThat(inspection.consumerPosition()).isEqualTo(128);
            assertThat(inspection.producerPosition()).isEqualTo(192);
            assertThat(inspection.read(0, 8).state()).isEqualTo(State.OVERTAKEN);
            assertThat(inspection.read(64, 8).state()).isEqualTo(State.OVERTAKEN);
        });
    }

    @Test
    void impossibleHeaderEndsTheWalkAndIsCorrupt() throws IOException {
        for (long header : new long[]{1L << 32 | 7, 1L << 32 | 961, 16, -2L << 32 | 16, Long.MIN_VALUE | 16}) {
            Ring ring = SpscRing.create(folder.resolve("ring"), 1024);
            send(producer(ring), 3);
            set(ring, RegionHeader.LENGTH + 64, header);
            inspect(inspection -> {
                assertThat(inspection.producerPosition()).isEqualTo(64);
                assertThat(inspection.read(64, 8).fault()).contains("length " + (int) header);
            });
            java.nio.file.Files.delete(folder.resolve("ring"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordThatReachesIntoWhatIsNotYetConsumedIsCorrupt(Kind kind) throws IOException {
        Ring ring = ring(kind);
        RingProducer producer = producer(ring);
        send(producer, 5);
        consumer(ring).poll((t, s, o, l) -> {}, 5);
        send(producer, 16);
        set(ring, RegionHeader.LENGTH + 256, 1L << 32 | 128);
        inspect(inspection -> assertThat(inspection.read(1024 + 256, 8).fault()).contains("length 128"));
    }

    @ParameterizedTest
    @CsvSource({"SPSC, 512, 7, not that of a record", "SPSC, 512, 1088, contradict", "SPSC, 512, -64, not that of",
            "SPSC, 512, 9223372036854775744, not that of a record", "SPSC, 640, 1088, contradict",
            "SPSC, 640, -64, contradict", "SPSC, 648, 33, not that of a record", "SPSC, 648, 1088, contradict",
            "MPSC, 512, 7, not that of a record", "MPSC, 512, 1088, contradict", "MPSC, 640, 64, contradict",
            "MPSC, 640, -64, contradict", "MPSC, 648, 64, contradict", "MPSC, 648, 33, not that of a record"})
    void impossiblePositionsAreFaults(Kind kind, int offset, long value, String fault) throws IOException {
        set(ring(kind), offset, value);
        inspect(inspection -> {
            assertThat(inspection.faults()).singleElement().asString().contains(fault);
            assertThat(inspection.producerPosition()).as("can be asked all the same").isNotNull();
        });
    }

    @Test
    void sealOfADrainedRingIsNoPartOfThePosition() throws IOException {
        Ring ring = ring(Kind.MPSC);
        send(producer(ring), 2);
        RingConsumer consumer = consumer(ring);
        consumer.poll((t, s, o, l) -> {}, 2);
        ring.close();
        assertThat(consumer.isDrained()).isTrue();
        assertThat(ring.memory().region().get(ValueLayout.JAVA_LONG, PUBLISHED)).as("sealed").isNegative();
        inspect(inspection -> {
            assertThat(inspection.faults()).isEmpty();
            assertThat(inspection.producerPosition()).isEqualTo(128);
        });
    }

    private volatile boolean stopped;
    /** The producer's position is between the two. */
    private volatile long committed;
    private volatile long announced;

    @ParameterizedTest
    @EnumSource
    void positionsOfALiveRingAreExactAndWithoutFault(Kind kind) throws Exception {
        Ring ring = ring(kind);
        RingProducer producer = producer(ring);
        RingConsumer consumer = consumer(ring);
        Thread producing = Thread.ofPlatform().start(() -> {
            for (int i = 0; !stopped; i++) {
                announced = producer.position() + 1024;
                if (producer.tryClaim(TYPE, i % 150) >= 0) {
                    producer.commit();
                    committed = producer.position();
                }
            }
        });
        Thread consuming = Thread.ofPlatform().start(() -> {
            for (int i = 0; !stopped; i++) {
                consumer.poll((t, s, o, l) -> {}, 1 + i % 20);
            }
        });
        try {
            int[] messages = {0};
            inspect(inspection -> {
                for (int i = 0; i < 100_000 || messages[0] < 1000; i++) {
                    assertThat(inspection.faults()).isEmpty();
                    long least = committed;
                    long consumed = inspection.consumerPosition();
                    long produced = inspection.producerPosition();
                    assertThat(produced).isBetween(Math.max(least, consumed), announced);
                    InspectedRecord head = inspection.read(consumed, 200);
                    assertThat(head.state()).as(head.fault()).isNotEqualTo(State.CORRUPT);
                    messages[0] += head.state() == State.MESSAGE ? 1 : 0;
                }
            });
        } finally {
            stopped = true;
            producing.join();
            consuming.join();
        }
    }
}
