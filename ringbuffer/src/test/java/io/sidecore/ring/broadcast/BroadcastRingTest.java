package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.ring.MessageHandler;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastRingTest {
    private static final int TYPE = 7;
    private final List<String> seen = new ArrayList<>();
    private final MessageHandler text = (t, s, o, l) -> seen
            .add(new String(s.asSlice(o, l).toArray(ValueLayout.JAVA_BYTE)));

    private static long offer(BroadcastPublisher publisher, String message) {
        MemorySegment bytes = MemorySegment.ofArray(message.getBytes());
        return publisher.offer(TYPE, bytes, 0, (int) bytes.byteSize());
    }

    @Test
    void everyReaderGetsEveryMessageWithTypeAndSequence() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader first = ring.reader();
        BroadcastReader second = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        assertThat(first.sequence()).isEqualTo(-1);
        assertThat(offer(publisher, "a")).isZero();
        assertThat(offer(publisher, "bc")).isEqualTo(1);
        for (BroadcastReader reader : List.of(first, second)) {
            seen.clear();
            assertThat(reader.poll(text, 10)).isEqualTo(2);
            assertThat(seen).containsExactly("a", "bc");
            assertThat(reader.sequence()).isEqualTo(1);
            assertThat(reader.missed()).isZero();
            assertThat(reader.position()).isEqualTo(ring.position()).isEqualTo(128);
            assertThat(reader.poll(text, 10)).isZero();
        }
    }

    @Test
    void secondPublisherIsRefusedUntilTheFirstIsClosedOrDead() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastPublisher first = ring.publisher();
        assertThatThrownBy(ring::publisher).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the publisher is this process (" + ProcessHandle.current().pid());
        first.claim(TYPE, 8);
        first.close();
        first.close();
        assertThat(ring.publisherParty().isTaken()).isFalse();
        assertThatThrownBy(() -> first.claim(TYPE, 8)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(first::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(first::abort).isInstanceOf(IllegalStateException.class);
        BroadcastPublisher second = ring.publisher();
        assertThat(offer(second, "a")).isZero();
        assertThat(offer(Successor.publisher(ring), "b")).isOne();
    }

    @Test
    void claimIsInvisibleUntilItsCommit() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        long at = publisher.claim(TYPE, 8);
        ring.data().set(ValueLayout.JAVA_LONG, at, 42);
        assertThat(reader.poll(text, 1)).isZero();
        assertThat(publisher.commit()).isZero();
        assertThat(reader.poll((t, s, o, l) -> assertThat(s.get(ValueLayout.JAVA_LONG, o)).isEqualTo(42), 1)).isOne();
    }

    @Test
    void abortedClaimIsNeverSeenAndTakesNoSequenceNumber() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        long at = publisher.claim(TYPE, 200);
        ring.data().asSlice(at, 200).fill((byte) 1);
        publisher.abort();
        assertThat(offer(publisher, "kept")).isZero();
        assertThat(reader.poll(text, 10)).isOne();
        assertThat(seen).containsExactly("kept");
    }

    @Test
    void abortedClaimTellsReadersOfTheMessagesItDisplaced() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        for (int i = 0; i < 16; i++) {
            offer(publisher, "m" + i);
        }
        long at = publisher.claim(TYPE, 100);
        ring.data().asSlice(at - 16, 116).fill((byte) 0x55);
        publisher.abort();
        publisher.claim(TYPE, 0);
        assertThat(reader.poll(text, 10)).as("what was displaced stays lost behind a smaller claim").isOne();
        assertThat(seen).containsExactly("m15");
        assertThat(reader.missed()).isEqualTo(15);
    }

    @Test
    void partsAreGatheredIntoOneMessage() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        publisher.offer(TYPE, MemorySegment.ofArray("head".getBytes()), MemorySegment.NULL,
                MemorySegment.ofArray("er and body".getBytes()));
        publisher.offer(TYPE);
        assertThat(reader.poll(text, 10)).isEqualTo(2);
        assertThat(seen).containsExactly("header and body", "");
    }

    @Test
    void partsOfMoreBytesThanAnIntCountsAreRefused() {
        BroadcastPublisher publisher = BroadcastRing.anonymous(1024).publisher();
        MemorySegment[] parts = new MemorySegment[4097];
        java.util.Arrays.fill(parts, MemorySegment.ofArray(new byte[1 << 20]));
        parts[4096] = MemorySegment.ofArray(new byte[8]);
        assertThatThrownBy(() -> publisher.offer(TYPE, parts)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readerStartsAtTheNextMessageOrAtTheNewest() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        assertThat(ring.readerFromLatest().sequence()).as("empty ring").isEqualTo(-1);
        BroadcastPublisher publisher = ring.publisher();
        offer(publisher, "old");
        offer(publisher, "newest");
        BroadcastReader next = ring.reader();
        BroadcastReader latest = ring.readerFromLatest();
        assertThat(next.sequence()).isEqualTo(1);
        offer(publisher, "next");
        next.poll(text, 10);
        assertThat(seen).containsExactly("next");
        seen.clear();
        latest.poll(text, 10);
        assertThat(seen).containsExactly("newest", "next");
        assertThat(next.missed() + latest.missed()).isZero();
    }

    @Test
    void lappedReaderGoesOnAtTheNewestMessageAndKnowsWhatItMissed() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastPublisher publisher = ring.publisher();
        offer(publisher, "before it joined");
        BroadcastReader reader = ring.reader();
        for (int i = 0; i < 17; i++) {
            offer(publisher, "m" + i);
        }
        assertThat(reader.poll(text, 10)).isOne();
        assertThat(seen).containsExactly("m16");
        assertThat(reader.missed()).isEqualTo(16);
        for (int i = 0; i < 1000; i++) {
            offer(publisher, "n" + i);
        }
        assertThat(reader.poll(text, 10)).isOne();
        assertThat(reader.missed()).isEqualTo(16 + 999);
    }

    @Test
    void readerExactlyOneCapacityBehindMissesNothing() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        for (int i = 0; i < 16; i++) {
            offer(publisher, "m" + i);
        }
        assertThat(reader.poll(text, 100)).isEqualTo(16);
        assertThat(reader.missed()).isZero();
    }

    @Test
    void readerLappedWhileItReadsNeverSeesWhatReplacedItsMessage() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        for (int i = 0; i < 4; i++) {
            offer(publisher, "m" + i);
        }
        MessageHandler slow = (t, s, o, l) -> {
            for (int i = 0; seen.isEmpty() && i < 100; i++) {
                offer(publisher, "n" + i);
            }
            text.onMessage(t, s, o, l);
        };
        assertThat(reader.poll(slow, 10)).isEqualTo(2);
        assertThat(seen).containsExactly("m0", "n99");
        assertThat(reader.missed()).isEqualTo(3 + 99);
    }

    @Test
    void readerLappedInEveryHandlerReturnsSoonWithTheNewest() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        offer(publisher, "first");
        MessageHandler lapping = (t, s, o, l) -> {
            for (int i = 0; i < 20; i++) {
                offer(publisher, "more");
            }
        };
        assertThat(reader.poll(lapping, Integer.MAX_VALUE)).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64, 128})
    void claimThatWrapsLeavesPaddingBehind(int alignment) {
        BroadcastRing ring = BroadcastRing.anonymous(1024, alignment);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        for (int position = 0; position < 1024 - alignment; position += alignment) {
            publisher.claim(TYPE, alignment - 16);
            publisher.commit();
        }
        reader.poll(text, 100);
        assertThat(publisher.claim(TYPE, alignment)).as("payload offset behind the wrap").isEqualTo(16);
        publisher.commit();
        assertThat(ring.data().get(ValueLayout.JAVA_LONG, 1024 - alignment)).isEqualTo(alignment | -1L << 32);
        assertThat(reader.poll(text, 10)).isOne();
        assertThat(reader.position()).isEqualTo(1024 + 2L * alignment);
        assertThat(reader.missed()).isZero();
    }

    @Test
    void messageOfExactlyTheMaximumPassesAndOneByteMoreIsRefused() {
        BroadcastRing ring = BroadcastRing.anonymous(1 << 16);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        assertThat(ring.maxMessageLength()).isEqualTo((1 << 14) - 16);
        byte[] bytes = new byte[ring.maxMessageLength()];
        for (int i = 0; i < 10; i++) {
            java.util.Arrays.fill(bytes, (byte) i);
            publisher.offer(TYPE, MemorySegment.ofArray(bytes), 0, bytes.length);
            offer(publisher, "x");
            assertThat(reader.poll((t, s, o, l) -> {
                if (l != 1) {
                    assertThat(s.asSlice(o, l).mismatch(MemorySegment.ofArray(bytes))).isEqualTo(-1);
                }
            }, 10)).isEqualTo(2);
        }
        assertThat(reader.missed()).isZero();
        assertThatThrownBy(() -> publisher.claim(TYPE, ring.maxMessageLength() + 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("16368");
        assertThatThrownBy(() -> publisher.claim(TYPE, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> publisher.claim(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 48, 64, 127, 128, 129, 240})
    void messageOfEveryLengthArrivesAsItWasSent(int length) {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        byte[] bytes = new byte[length];
        new java.util.Random(length).nextBytes(bytes);
        ring.publisher().offer(TYPE, MemorySegment.ofArray(bytes), 0, length);
        assertThat(reader.poll((t, s, o, l) -> {
            assertThat(t).isEqualTo(TYPE);
            assertThat(s.asSlice(o, l).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
        }, 1)).isOne();
    }

    @Test
    void throwingHandlerConsumesItsMessageAndKeepsTheRest() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        for (String message : List.of("a", "b", "c")) {
            offer(publisher, message);
        }
        assertThatThrownBy(() -> reader.poll((t, s, o, l) -> {
            throw new IllegalArgumentException("first");
        }, 10)).hasMessage("first");
        assertThat(reader.poll(text, 10)).isEqualTo(2);
        assertThat(seen).containsExactly("b", "c");
        assertThat(reader.missed()).isZero();
    }

    @Test
    void openClaimAndMissingClaimAreProgrammingErrors() {
        BroadcastPublisher publisher = BroadcastRing.anonymous(1024).publisher();
        assertThatThrownBy(publisher::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(publisher::abort).isInstanceOf(IllegalStateException.class);
        publisher.claim(TYPE, 1);
        assertThatThrownBy(() -> publisher.claim(TYPE, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void failedCopyGivesItsClaimBack() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(8);
        }
        assertThatThrownBy(() -> publisher.offer(TYPE, closed, 0, 8)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> publisher.offer(TYPE, closed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> publisher.offer(TYPE, MemorySegment.ofArray(new byte[4]), 1, 4))
                .isInstanceOf(IndexOutOfBoundsException.class);
        offer(publisher, "after");
        assertThat(reader.poll(text, 10)).isOne();
        assertThat(seen).containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 31) - 1024, (1L << 32) - 1024, Long.MAX_VALUE - (1L << 20) + 1, Long.MAX_VALUE - 1023,
            -1024, 1L << 40 | 512})
    void positionsPassTheLimitsOfIntegersAndOfLongs(long start) {
        BroadcastRing ring = BroadcastRing.anonymousAt(1024, 64, start);
        BroadcastReader reader = ring.reader();
        BroadcastReader slow = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        for (int i = 0; i < 100; i++) {
            offer(publisher, "m" + i);
            assertThat(reader.poll(text, 10)).isOne();
            if (i % 40 == 39) {
                slow.poll((t, s, o, l) -> {}, 1);
                publisher = Successor.publisher(ring);
            }
        }
        assertThat(seen).hasSize(100).endsWith("m99");
        assertThat(reader.missed()).isZero();
        assertThat(slow.missed()).isEqualTo(39 + 39);
        assertThat(ring.position() - start).isEqualTo(6400);
    }

    @Test
    void badCapacitiesAndAlignmentsAreRefused() {
        for (long capacity : new long[]{0, 512, 1000, -1024, 1L << 31}) {
            assertThatThrownBy(() -> BroadcastRing.anonymous(capacity)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int alignment : new int[]{0, 8, 48, 256}) {
            assertThatThrownBy(() -> BroadcastRing.anonymous(1024, alignment))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sourceWhoseFileWasCutShortAbortsTheClaim(@TempDir Path folder) throws IOException {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        MemorySegment cut = cutShort(folder.resolve("source"));
        assertThatThrownBy(() -> publisher.offer(TYPE, cut, 4096, 8)).isInstanceOf(InternalError.class);
        assertThatThrownBy(() -> publisher.offer(TYPE, cut.asSlice(4096, 8))).isInstanceOf(InternalError.class);
        assertThat(offer(publisher, "next")).isZero();
        assertThat(reader.poll(text, 10)).isOne();
        assertThat(seen).containsExactly("next");
    }

    /** A mapping of a file of which nothing is left. */
    static MemorySegment cutShort(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 8192, Arena.ofAuto());
            channel.truncate(0);
            return mapped;
        }
    }

    @Test
    void handlerCannotPollTheReaderThatCalledIt() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        BroadcastPublisher publisher = ring.publisher();
        offer(publisher, "a");
        offer(publisher, "b");
        assertThatThrownBy(() -> reader.poll((t, s, o, l) -> reader.poll(text, 1), 1))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("a handler is running");
        assertThat(reader.poll(text, 10)).as("polls go on").isOne();
        assertThat(seen).containsExactly("b");
    }

    @Test
    void missingHandlerIsRefusedEvenIfThereIsNothingToHandOver() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader reader = ring.reader();
        assertThatThrownBy(() -> reader.poll(null, 1)).isInstanceOf(NullPointerException.class);
        offer(ring.publisher(), "a");
        assertThatThrownBy(() -> reader.poll(null, 1)).isInstanceOf(NullPointerException.class);
        assertThat(reader.poll(text, 10)).isOne();
        assertThat(seen).containsExactly("a");
    }
}
