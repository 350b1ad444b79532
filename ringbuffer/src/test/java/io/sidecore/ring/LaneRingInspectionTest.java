package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.Lanes;
import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.InspectedRecord.State;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneRingInspectionTest {
    private static final int TYPE = 7;
    private static final Lanes LAYOUT = new Lanes(3, 1024);

    @TempDir
    Path folder;
    private Path file;
    private LaneRing ring;

    @BeforeEach
    void createRing() throws IOException {
        file = folder.resolve("ring");
        ring = LaneRing.create(file, LAYOUT.count(), LAYOUT.capacity());
    }

    private static void send(SpscProducer producer, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(producer.tryClaim(TYPE, 8)).isNotNegative();
            producer.commit();
        }
    }

    private void set(long offset, long value) {
        ring.memory().region().set(ValueLayout.JAVA_LONG, offset, value);
    }

    private void inspect(BiConsumer<LaneRingInspection, RegionInspection> look) throws IOException {
        try (RegionInspection region = SharedMemory.inspect(file)) {
            look.accept(new LaneRingInspection(region), region);
        }
    }

    @Test
    void eachLaneHasPositionsAndRecordsOfItsOwn() throws IOException {
        send(ring.producer(), 3);
        send(ring.producer(), 5);
        ring.consumer(1).poll((t, s, o, l) -> {}, 1);
        inspect((lanes, region) -> {
            assertThat(lanes.faults()).isEmpty();
            assertThat(lanes.lanes()).isEqualTo(3);
            assertThat(lanes.laneCapacity()).isEqualTo(1024);
            long[][] expected = {{192, 64}, {320, 0}, {0, 0}};
            for (int lane = 0; lane < 3; lane++) {
                RingInspection each = lanes.lane(lane);
                assertThat(each.faults()).isEmpty();
                assertThat(each.capacity()).isEqualTo(1024);
                assertThat(each.producerPosition()).isEqualTo(expected[lane][0]);
                assertThat(each.consumerPosition()).isEqualTo(expected[lane][1]);
            }
            assertThat(lanes.lane(0).read(64, 8).type()).isEqualTo(TYPE);
            assertThat(lanes.lane(0).read(192, 8).state()).isEqualTo(State.END);
            assertThat(lanes.lane(1).read(256, 8).state()).isEqualTo(State.MESSAGE);
        });
    }

    @Test
    void laneIsOpenedForEverAndItsPlaceIsThatOfItsProducer() throws IOException {
        ring.producer().close();
        ring.producer();
        SpscProducer second = ring.producer();
        inspect((lanes, region) -> {
            assertThat(lanes.isOpened(0)).isTrue();
            assertThat(lanes.isOpened(1)).isTrue();
            assertThat(lanes.isOpened(2)).isFalse();
            assertThat(LaneRingInspection.place(1)).isEqualTo(second.party().index());
            assertThat(region.party(LaneRingInspection.place(1)).map(PartySnapshot::pid))
                    .contains(ProcessHandle.current().pid());
            assertThat(region.party(LaneRingInspection.place(2))).isEmpty();
        });
    }

    @Test
    void quarantineIsThatOfOneLaneAndTheBadRecordIsFound() throws IOException {
        send(ring.producer(), 1);
        send(ring.producer(), 3);
        set(RegionHeader.LENGTH + LAYOUT.records(1) + 64, 1L << 32 | 7);
        LaneConsumer consumer = ring.consumer();
        assertThatThrownBy(() -> consumer.poll((t, s, o, l) -> {}, 10)).isInstanceOf(CorruptRingException.class);
        inspect((lanes, region) -> {
            assertThat(lanes.isQuarantined(0)).isFalse();
            assertThat(lanes.isQuarantined(1)).isTrue();
            assertThat(lanes.isQuarantined(2)).isFalse();
            assertThat(lanes.isClosed()).isFalse();
            assertThat(lanes.lane(1).consumerPosition()).as("what lies before the bad record is consumed")
                    .isEqualTo(64);
            assertThat(lanes.lane(1).read(64, 8).fault()).contains("length 7");
        });
    }

    @Test
    void corruptPositionsOfALaneLeaveTheOthersReadable() throws IOException {
        send(ring.producer(), 2);
        set(LAYOUT.positions(1), 1L << 40);
        inspect((lanes, region) -> {
            assertThat(lanes.faults()).isEmpty();
            assertThat(lanes.lane(0).faults()).isEmpty();
            assertThat(lanes.lane(0).producerPosition()).isEqualTo(128);
            assertThat(lanes.lane(1).faults()).singleElement().asString().contains("contradict");
        });
    }

    @Test
    void closedRingIsClosedAndNoLaneIsQuarantined() throws IOException {
        ring.close();
        inspect((lanes, region) -> {
            assertThat(lanes.isClosed()).isTrue();
            assertThat(lanes.lane(2).isClosed()).isTrue();
            assertThat(lanes.isQuarantined(0)).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"72, 0, lanes 0: must be from 1 to 55", "72, 56, lanes 56: must be", "72, -1, lanes -1: must be",
            "72, 2, take 3072 bytes", "80, 1000, lane capacity 1000: must be a power of two",
            "80, 9223372036854775807, lane capacity", "80, 2048, take 7680 bytes",
            "32, 4294967297, alignment 1: must be"})
    void headerThatContradictsItselfIsAFaultAndThereAreNoLanes(int offset, long value, String fault)
            throws IOException {
        set(offset, offset == 72 ? value & 0xFFFF_FFFFL : value);
        inspect((lanes, region) -> {
            assertThat(lanes.faults()).singleElement().asString().contains(fault);
            assertThat(lanes.lanes()).isZero();
        });
    }

    @Test
    void otherKindIsRefused() throws IOException {
        Files.delete(file);
        SpscRing.create(file, 1024);
        assertThatThrownBy(() -> inspect((lanes, region) -> {})).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a lane ring");
    }
}
