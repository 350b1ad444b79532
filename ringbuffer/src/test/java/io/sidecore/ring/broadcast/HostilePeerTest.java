package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sidecore.memory.RegionHeader;
import io.sidecore.ring.CorruptRingException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that writes whatever it likes: the worst that it can do is a CorruptRingException, or a message of its own making. */
class HostilePeerTest {
    private static final int TYPE = 7;
    /** Hundreds of times what it takes, for a busy machine. */
    private static final Duration NEVER_HANGS = Duration.ofMinutes(5);

    /** Numbers that hurt: near the positions, near the limits, plausible headers, and noise. */
    private static long word(Random random, long near) {
        return switch (random.nextInt(8)) {
            case 0 -> near + (random.nextInt(65) - 32) * 16L;
            case 1 -> near + random.nextInt(4096) - 2048;
            case 2 -> random.nextInt(1200) | (long) random.nextInt(3) << 32;
            case 3 -> random.nextInt(1200) | -1L << 32;
            case 4 -> Long.MAX_VALUE - random.nextInt(100);
            case 5 -> Long.MIN_VALUE + random.nextInt(100);
            case 6 -> random.nextInt(64) - 32;
            default -> random.nextLong();
        };
    }

    @ParameterizedTest
    @CsvSource({"1,16", "2,64", "3,128"})
    void randomWordsAllOverTheRingNeverLeadAReaderOrPublisherAstray(int seed, int alignment) {
        Random random = new Random(seed);
        assertTimeoutPreemptively(NEVER_HANGS, () -> {
            int[] refused = {0};
            int[] delivered = {0};
            for (int round = 0; round < 4000; round++) {
                BroadcastRing ring = BroadcastRing.anonymousAt(1024, alignment, random.nextInt(8) * 1024L);
                BroadcastPublisher publisher = Successor.publisher(ring);
                BroadcastReader reader = ring.reader();
                for (int i = random.nextInt(40); i >= 0; i--) {
                    publisher.claim(TYPE, random.nextInt(ring.maxMessageLength()));
                    publisher.commit();
                }
                for (int step = 0; step < 6; step++) {
                    corrupt(ring, random);
                    attempt(refused, () -> delivered[0] += poll(ring, reader));
                    attempt(refused, () -> poll(ring, ring.reader()));
                    attempt(refused, () -> poll(ring, ring.readerFromLatest()));
                    attempt(refused, () -> {
                        BroadcastPublisher successor = Successor.publisher(ring);
                        for (int i = 0; i < 20; i++) {
                            successor.offer(TYPE, MemorySegment.ofArray(new byte[200]));
                        }
                    });
                }
            }
            assertThat(refused[0]).isPositive();
            assertThat(delivered[0]).isPositive();
        });
    }

    private static void corrupt(BroadcastRing ring, Random random) {
        MemorySegment region = ring.memory().region();
        long near = ring.position();
        for (int words = random.nextInt(1, 4); words > 0; words--) {
            int offset = switch (random.nextInt(5)) {
                case 0 -> RegionHeader.BROADCAST_TAIL_INTENT;
                case 1 -> RegionHeader.BROADCAST_TAIL;
                case 2 -> RegionHeader.BROADCAST_LATEST;
                default -> RegionHeader.LENGTH + random.nextInt(1024 / 8) * 8;
            };
            region.set(ValueLayout.JAVA_LONG, offset, word(random, near));
        }
    }

    private static void attempt(int[] refused, Runnable action) {
        try {
            action.run();
        } catch (CorruptRingException e) {
            refused[0]++;
        }
    }

    private static int poll(BroadcastRing ring, BroadcastReader reader) {
        int messages = reader.poll((t, s, o, l) -> {
            assertThat(t).isPositive();
            assertThat(l).isBetween(0, ring.maxMessageLength());
            assertThat(o + l).isLessThanOrEqualTo(s.byteSize());
        }, Integer.MAX_VALUE);
        assertThat(messages).as("a poll is bounded by what fits the ring").isLessThanOrEqualTo(5 * 1024 / 16);
        return messages;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 15, -1, 257, Integer.MAX_VALUE, 1L << 31, -2L << 32 | 32, -1L << 32 | 32, 32})
    void wholeRecordWithAnImpossibleHeaderIsRefusedAndTheReaderStays(long header) {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        Successor.publisher(ring).offer(TYPE, MemorySegment.ofArray(new byte[8]));
        ring.data().set(ValueLayout.JAVA_LONG, 0, header == 257 ? 257 | 1L << 32 : header);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> reader.poll((t, s, o, l) -> {}, 1)).isInstanceOf(CorruptRingException.class)
                    .hasMessageContaining("position 0");
        }
        ring.data().set(ValueLayout.JAVA_LONG, 0, 24 | (long) TYPE << 32);
        assertThat(reader.poll((t, s, o, l) -> {}, 1)).isOne();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void wholeRecordOutOfSequenceIsRefused(long sequence) {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        Successor.publisher(ring).offer(TYPE, MemorySegment.ofArray(new byte[8]));
        ring.data().set(ValueLayout.JAVA_LONG, 8, sequence);
        assertThatThrownBy(() -> reader.poll((t, s, o, l) -> {}, 1)).isInstanceOf(CorruptRingException.class);
        assertThat(reader.missed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE, 3})
    void impossibleCountOfMissedMessagesIsRefused(long sequence) {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastPublisher publisher = Successor.publisher(ring);
        for (int i = 0; i < 5; i++) {
            publisher.offer(TYPE);
        }
        BroadcastReader reader = ring.reader();
        for (int i = 0; i < 40; i++) {
            publisher.offer(TYPE);
        }
        ring.data().set(ValueLayout.JAVA_LONG, 44 * 64 % 1024 + 8, sequence);
        assertThatThrownBy(() -> reader.poll((t, s, o, l) -> {}, 1)).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void publisherRefusesToTakeOverAnIntentThatNoClaimReaches() {
        for (long intent : new long[]{0, 64 + 16, 64 + 512 + 64, -64, Long.MAX_VALUE, Long.MIN_VALUE}) {
            BroadcastRing ring = BroadcastRing.anonymous(1024);
            Successor.publisher(ring).offer(TYPE);
            ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.BROADCAST_TAIL_INTENT, intent);
            assertThatThrownBy(() -> Successor.publisher(ring)).isInstanceOf(CorruptRingException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void randomWordsAllOverAValueNeverLeadAReaderOrWriterAstray(int seed) {
        Random random = new Random(seed);
        assertTimeoutPreemptively(NEVER_HANGS, () -> {
            int[] refused = {0};
            MemorySegment target = MemorySegment.ofArray(new byte[40]);
            for (int round = 0; round < 4000; round++) {
                LatestValue value = LatestValue.anonymous(40);
                LatestValueReader reader = value.reader();
                LatestValueWriter writer = Successor.writer(value);
                for (int i = random.nextInt(10); i > 0; i--) {
                    writer.write(target);
                }
                for (int step = 0; step < 4; step++) {
                    int offset = random.nextBoolean()
                            ? RegionHeader.VALUE_SEQUENCE
                            : RegionHeader.LENGTH + random.nextInt(512 / 8) * 8;
                    value.memory().region().set(ValueLayout.JAVA_LONG, offset, word(random, value.sequence()));
                    attempt(refused,
                            () -> assertThat(reader.read(target)).isGreaterThanOrEqualTo(LatestValue.OVERTAKEN));
                    attempt(refused, () -> Successor.writer(value).write(target));
                    writer.write(target);
                }
            }
            assertThat(refused[0]).isPositive();
        });
    }

    @Test
    void wholeRecordThatEndsBehindTheRingIsRefused() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = Successor.publisher(ring);
        for (int i = 0; i < 16; i++) {
            publisher.offer(TYPE);
        }
        ring.data().set(ValueLayout.JAVA_LONG, 960, 65 | (long) TYPE << 32);
        assertThat(reader.poll((t, s, o, l) -> {}, 15)).isEqualTo(15);
        assertThatThrownBy(() -> reader.poll((t, s, o, l) -> {}, 1)).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("position 960");
    }

    @Test
    void peerThatLiesAboutTheTailCannotKeepAPollGoing() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = Successor.publisher(ring);
        publisher.offer(TYPE);
        ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.BROADCAST_TAIL, 1L << 40);
        int[] messages = {0};
        reader.poll((t, s, o, l) -> {
            assertThat(messages[0]++).isLessThan(1000);
            publisher.offer(TYPE);
        }, Integer.MAX_VALUE);
        assertThat(messages[0]).isEqualTo(16);
    }

    @Test
    void lappedReaderStaysWhereItIsWhenLatestIsAheadOfTheTail() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = Successor.publisher(ring);
        for (int i = 0; i < 40; i++) {
            publisher.offer(TYPE);
        }
        MemorySegment region = ring.memory().region();
        long latest = region.get(ValueLayout.JAVA_LONG, RegionHeader.BROADCAST_LATEST);
        region.set(ValueLayout.JAVA_LONG, RegionHeader.BROADCAST_LATEST, ring.position() + 64);
        assertThatThrownBy(() -> reader.poll((t, s, o, l) -> {}, 1)).isInstanceOf(CorruptRingException.class);
        assertThat(reader.position()).isZero();
        region.set(ValueLayout.JAVA_LONG, RegionHeader.BROADCAST_LATEST, latest);
        assertThat(reader.poll((t, s, o, l) -> {}, 2)).isOne();
        assertThat(reader.missed()).isEqualTo(39);
    }
}
