package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sidecore.memory.Party;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that {@code ./sidecore hostile} has found to be believed too much. */
class HostileWordsTest {
    private static final int TYPE = 7;
    private static final int CAPACITY = 1024;
    private static final int LONGEST = CAPACITY / 4 - 8;
    /** Thousands of times what it takes, for a busy machine. */
    private static final Duration NEVER_HANGS = Duration.ofSeconds(30);

    private final MpscRing mpsc = MpscRing.anonymous(CAPACITY);
    private final SpscRing spsc = SpscRing.anonymous(CAPACITY);

    private static void set(Ring ring, long offset, long value) {
        ring.memory().region().set(ValueLayout.JAVA_LONG, offset, value);
    }

    @ParameterizedTest
    @EnumSource(RingKind.class)
    void messageLongerThanTheLongestIsRefusedThoughItFitsTheData(RingKind kind) {
        Ring ring = kind.anonymous(CAPACITY);
        for (int length : new int[]{LONGEST + 1, CAPACITY / 2, CAPACITY - 8}) {
            ring.data().set(ValueLayout.JAVA_LONG, 0, (long) TYPE << 32 | length + 8);
            try (RingConsumer consumer = kind.consumer(ring)) {
                assertThatThrownBy(() -> consumer.poll((t, s, o, l) -> {}, 1))
                        .isInstanceOf(CorruptRingException.class).hasMessageContaining("position 0");
                assertThatThrownBy(() -> consumer.controlledPoll(
                        (t, s, o, l) -> ControlledMessageHandler.Action.CONTINUE, 1))
                        .isInstanceOf(CorruptRingException.class).hasMessageContaining("position 0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RingKind.class)
    void longestMessageIsHandedOver(RingKind kind) {
        Ring ring = kind.anonymous(CAPACITY);
        ring.data().set(ValueLayout.JAVA_LONG, 0, (long) TYPE << 32 | LONGEST + 8);
        int[] length = {0};
        assertThat(kind.consumer(ring).poll((t, s, o, l) -> length[0] = l, 1)).isOne();
        assertThat(length[0]).isEqualTo(LONGEST);
    }

    /** The sum of such a position and a length is a small positive number, or the least of all. */
    @ParameterizedTest
    @ValueSource(longs = {-1, -8, -64, -128, Long.MIN_VALUE, Long.MIN_VALUE + 64})
    void negativeProducersPositionIsASealAndNoRoom(long position) {
        MpscProducer producer = mpsc.producer();
        set(mpsc, RegionHeader.PRODUCER_POSITION, position);
        for (int length : new int[]{0, 56, 100, LONGEST}) {
            assertThat(producer.tryClaim(TYPE, length)).isEqualTo(Ring.CLOSED);
        }
        assertThat(mpsc.publishedPosition() | Long.MIN_VALUE).isEqualTo(position | Long.MIN_VALUE);
    }

    @Test
    void claimNeverGoesPastTheEndOfAllPositions() {
        long last = Long.MAX_VALUE - 63;
        MpscProducer producer = mpsc.producer();
        set(mpsc, RegionHeader.PRODUCER_POSITION, last);
        set(mpsc, RegionHeader.CONSUMER_POSITION, last);
        assertThat(producer.tryClaim(TYPE, 56)).isEqualTo(Ring.CLOSED);
        assertThat(mpsc.producerPosition()).isEqualTo(last);
    }

    @Test
    void walkThatOverflowsEndsWithinOneLap() {
        set(spsc, RegionHeader.CONSUMER_POSITION, Long.MAX_VALUE - 63);
        set(spsc, RegionHeader.CONSUMER_POSITION + Ring.CONSUMED, Long.MAX_VALUE - 63);
        for (int at = 0; at < CAPACITY; at += 64) {
            spsc.data().set(ValueLayout.JAVA_LONG, at, (long) TYPE << 32 | 8);
        }
        assertTimeoutPreemptively(NEVER_HANGS, spsc::producerPosition);
        assertTimeoutPreemptively(NEVER_HANGS, spsc::size);
    }

    @Test
    void producerRefusesToClearFromAnEndThatHasOverflowed() {
        storePositions(spsc.memory().region(), Long.MAX_VALUE - 127);
        set(spsc, RegionHeader.PRODUCER_POSITION, Long.MAX_VALUE - 63);
        spsc.data().set(ValueLayout.JAVA_LONG, CAPACITY - 128, (long) TYPE << 32 | 8);
        spsc.data().set(ValueLayout.JAVA_LONG, CAPACITY - 64, (long) TYPE << 32 | 8);
        assertTimeoutPreemptively(NEVER_HANGS, () -> assertThatThrownBy(spsc::producer)
                .isInstanceOf(CorruptRingException.class));
    }

    @Test
    void heartbeatThatComesAndGoesWhileItsPartyIsDescribedDoesNoHarm() {
        Party party = spsc.consumerParty();
        SpscConsumer consumer = spsc.consumer();
        Thread peer = Thread.ofPlatform().daemon().start(() -> {
            for (long i = 0; !Thread.currentThread().isInterrupted(); i++) {
                OffHeap.putLongOpaque(party.address() + Party.HEARTBEAT, i & 1);
            }
        });
        for (int i = 0; i < 20_000; i++) {
            assertThat(party.describe()).contains("this process");
        }
        peer.interrupt();
        consumer.close();
    }

    @Test
    void positionsThatMoveWhileAProducerOpensNeitherStopNorMisleadIt() {
        MemorySegment region = spsc.memory().region();
        long[] far = {1L << 40, 1L << 40, 1L << 40, (1L << 40) + 8};
        Thread peer = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                long position = i % 2 == 0 ? 0 : far[(i >>> 1) % far.length];
                storePositions(region, position);
            }
        });
        assertTimeoutPreemptively(NEVER_HANGS, () -> {
            for (int i = 0; i < 200_000; i++) {
                try (SpscProducer producer = spsc.producer()) {
                    assertThat(producer.position() % spsc.alignment()).isZero();
                } catch (CorruptRingException e) {
                    // As it may be.
                }
            }
        });
        peer.interrupt();
    }

    /** As a dead producer would leave them; in the order that hurts most: what is looked at first, last. */
    private static void storePositions(MemorySegment region, long position) {
        region.set(ValueLayout.JAVA_LONG, RegionHeader.PRODUCER_POSITION + SpscRing.PRODUCER_OPEN, 1);
        region.set(ValueLayout.JAVA_LONG, RegionHeader.PRODUCER_POSITION, position);
        region.set(ValueLayout.JAVA_LONG, RegionHeader.CONSUMER_POSITION + Ring.CONSUMED, position);
        region.set(ValueLayout.JAVA_LONG, RegionHeader.CONSUMER_POSITION, position);
        VarHandle.fullFence();
    }
}
