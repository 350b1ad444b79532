package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sidecore.memory.RegionHeader;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words that no producer of this library writes, and the end of the records that a single producer has committed. */
class ForgedPositionTest {
    private static final int TYPE = 7;
    private static final int CAPACITY = 1024;
    private static final int CONSUMED = 320;

    private final SpscRing ring = SpscRing.anonymous(CAPACITY);

    private void set(long offset, long value) {
        ring.memory().region().set(ValueLayout.JAVA_LONG, offset, value);
    }

    /** Sixteen records from position 320 on, and a producer's position that lags behind all of them. */
    private void fillBehindALaggingPosition() {
        try (SpscProducer producer = ring.producer(); SpscConsumer consumer = ring.consumer()) {
            send(producer, 5);
            consumer.poll((t, s, o, l) -> {}, 5);
            send(producer, 16);
        }
        set(RegionHeader.PRODUCER_POSITION, CONSUMED);
        assertThat(ring.producerPosition()).isEqualTo(CONSUMED + CAPACITY);
    }

    private static void send(SpscProducer producer, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(producer.tryClaim(TYPE, 8)).isNotNegative();
            producer.commit();
        }
    }

    private void forgeLastHeader() {
        set(RegionHeader.LENGTH + (CONSUMED + CAPACITY - 64) % CAPACITY, (long) TYPE << 32 | 128);
    }

    @Test
    void lastRecordThatReachesIntoWhatIsNotYetFreeIsNotCounted() {
        fillBehindALaggingPosition();
        forgeLastHeader();
        assertThat(ring.producerPosition()).isEqualTo(CONSUMED + CAPACITY - 64);
    }

    @Test
    void producerRefusesToGoOnBeforeARecordThatReachesIntoWhatIsNotYetFree() {
        fillBehindALaggingPosition();
        forgeLastHeader();
        assertThatThrownBy(ring::producer).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("position 1280: length 128");
    }

    @Test
    void positionFarAheadIsCutToWhatTheRingHolds() {
        fillBehindALaggingPosition();
        set(RegionHeader.PRODUCER_POSITION, 1L << 40);
        assertThat(ring.producerPosition()).isEqualTo(CONSUMED + CAPACITY);
        set(RegionHeader.PRODUCER_POSITION, 0);
        set(RegionHeader.CONSUMER_POSITION + Ring.CONSUMED, 1L << 40);
        assertThat(ring.producerPosition()).isEqualTo(CONSUMED + CAPACITY);
    }

    @Test
    void whateverIsWrittenAnywhereItEndsWithinACapacityOfTheConsumer() {
        Random random = new Random(1);
        long[] positions = {RegionHeader.PRODUCER_POSITION, RegionHeader.CONSUMER_POSITION,
                RegionHeader.CONSUMER_POSITION + Ring.CONSUMED};
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            for (int round = 0; round < 20_000; round++) {
                long offset = random.nextInt(4) == 0
                        ? positions[random.nextInt(positions.length)]
                        : RegionHeader.LENGTH + 8L * random.nextInt(CAPACITY / 8);
                set(offset, switch (random.nextInt(4)) {
                    case 0 -> random.nextLong();
                    case 1 -> random.nextInt(-100, 4096);
                    case 2 -> Long.MAX_VALUE - random.nextInt(4096);
                    default -> (long) random.nextInt(-1, 3) << 32 | random.nextInt(600);
                });
                assertThat(ring.producerPosition() - ring.consumerPosition()).as("round " + round)
                        .isLessThanOrEqualTo(CAPACITY);
            }
        });
    }
}
