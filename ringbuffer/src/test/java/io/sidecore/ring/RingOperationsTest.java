package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.ControlledMessageHandler.Action;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all kinds of ring promise alike: gathering, controlled polls, closing, ids, positions, parties. */
class RingOperationsTest {
    private static final int TYPE = 7;

    private static MemorySegment bytes(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void offer(RingProducer producer, String... texts) {
        for (String text : texts) {
            MemorySegment source = bytes(text);
            assertThat(producer.offer(TYPE, source, 0, (int) source.byteSize())).isPositive();
        }
    }

    private static String text(MemorySegment segment, long offset, int length) {
        return new String(segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
    }

    private static List<String> drain(RingConsumer consumer) {
        List<String> texts = new ArrayList<>();
        consumer.poll((t, s, o, l) -> texts.add(text(s, o, l)), Integer.MAX_VALUE);
        return texts;
    }

    /** Records what it sees and answers with the action for one text, CONTINUE for others. */
    private static ControlledMessageHandler answering(List<String> seen, String at, Action action) {
        return (t, s, o, l) -> {
            String text = text(s, o, l);
            seen.add(text);
            return text.equals(at) ? action : Action.CONTINUE;
        };
    }

    @ParameterizedTest
    @EnumSource
    void gatheredMessageIsOneMessageOfAllParts(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment nativePart = arena.allocate(4).copyFrom(bytes("-on-"));
            long position = producer.offer(TYPE, bytes("heap"), MemorySegment.NULL, nativePart, bytes(""),
                    bytes("heap"));
            assertThat(position).isEqualTo(64).isEqualTo(producer.position());
        }
        assertThat(drain(kind.consumer(ring))).containsExactly("heap-on-heap");
    }

    @ParameterizedTest
    @EnumSource
    void gatheredMessageOfNoPartsIsEmpty(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        assertThat(kind.producer(ring).offer(TYPE)).isEqualTo(64);
        assertThat(drain(kind.consumer(ring))).containsExactly("");
    }

    @ParameterizedTest
    @EnumSource
    void gatheredMessageOfExactlyTheMaximumPassesAndOneByteMoreIsRefused(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        String half = "x".repeat(ring.maxMessageLength() / 2);
        assertThat(producer.offer(TYPE, bytes(half), bytes(half))).isPositive();
        assertThat(drain(consumer)).containsExactly(half + half);
        assertThatThrownBy(() -> producer.offer(TYPE, bytes(half), bytes("y"), bytes(half)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("249");
        offer(producer, "next");
        assertThat(drain(consumer)).containsExactly("next");
    }

    @ParameterizedTest
    @EnumSource
    void gatheredMessageLongerThanAnIntIsRefused(RingKind kind) {
        RingProducer producer = kind.producer(kind.anonymous(1024));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment huge = arena.allocate(1).asSlice(0, 1);
            MemorySegment[] parts = {huge, hugeSegment(1L << 32), huge};
            assertThatThrownBy(() -> producer.offer(TYPE, parts)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Never read: only its size counts. */
    @SuppressWarnings("restricted")
    private static MemorySegment hugeSegment(long size) {
        return MemorySegment.ofAddress(4096).reinterpret(size);
    }

    @ParameterizedTest
    @EnumSource
    void closedArenaAbortsTheClaim(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        MemorySegment gone;
        try (Arena arena = Arena.ofConfined()) {
            gone = arena.allocate(16);
        }
        assertThatThrownBy(() -> producer.offer(TYPE, bytes("part"), gone)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> producer.offer(TYPE, gone, 0, 16)).isInstanceOf(IllegalStateException.class);
        offer(producer, "next");
        assertThat(drain(kind.consumer(ring))).containsExactly("next");
    }

    @ParameterizedTest
    @EnumSource
    void offerOutsideItsSourceClaimsNothing(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        assertThatThrownBy(() -> producer.offer(TYPE, bytes("text"), 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> producer.offer(TYPE, bytes("text"), -1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(ring.producerPosition()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void abortedMessageComesAgainAndEndsThePoll(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingConsumer consumer = kind.consumer(ring);
        offer(kind.producer(ring), "a", "b", "c");
        List<String> seen = new ArrayList<>();
        assertThat(consumer.controlledPoll(answering(seen, "b", Action.ABORT), 10)).isEqualTo(1);
        assertThat(seen).containsExactly("a", "b");
        assertThat(consumer.position()).isEqualTo(64).isEqualTo(ring.consumerPosition());
        assertThat(consumer.controlledPoll(answering(seen, "a", Action.ABORT), 10)).isEqualTo(2);
        assertThat(seen).containsExactly("a", "b", "b", "c");
    }

    @ParameterizedTest
    @EnumSource
    void abortOfTheFirstMessageConsumesNothing(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingConsumer consumer = kind.consumer(ring);
        offer(kind.producer(ring), "a");
        assertThat(consumer.controlledPoll((t, s, o, l) -> Action.ABORT, 10)).isZero();
        assertThat(ring.consumerPosition()).isZero();
        assertThat(drain(consumer)).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void breakConsumesItsMessageAndEndsThePoll(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingConsumer consumer = kind.consumer(ring);
        offer(kind.producer(ring), "a", "b", "c");
        List<String> seen = new ArrayList<>();
        assertThat(consumer.controlledPoll(answering(seen, "b", Action.BREAK), 10)).isEqualTo(2);
        assertThat(ring.consumerPosition()).isEqualTo(128);
        assertThat(drain(consumer)).containsExactly("c");
    }

    @ParameterizedTest
    @EnumSource
    void continueFreesAtTheEndOfThePollOnly(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingConsumer consumer = kind.consumer(ring);
        offer(kind.producer(ring), "a", "b", "c");
        List<Long> freed = new ArrayList<>();
        assertThat(consumer.controlledPoll((t, s, o, l) -> {
            freed.add(ring.consumerPosition());
            return Action.CONTINUE;
        }, 2)).isEqualTo(2);
        assertThat(freed).containsExactly(0L, 0L);
        assertThat(ring.consumerPosition()).isEqualTo(128);
    }

    @ParameterizedTest
    @EnumSource
    void commitMakesRoomForAProducerWithinThePoll(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        int full = 0;
        while (producer.tryClaim(TYPE, 8) >= 0) {
            producer.commit();
            full++;
        }
        List<Long> claims = new ArrayList<>();
        assertThat(consumer.controlledPoll((t, s, o, l) -> {
            if (claims.size() == 2) {
                return Action.BREAK;
            }
            // The one before was committed if there was one.
            claims.add(producer.tryClaim(TYPE, 8));
            return Action.COMMIT;
        }, 10)).isEqualTo(3);
        assertThat(claims.getFirst()).isEqualTo(Ring.BACK_PRESSURE);
        assertThat(claims.getLast()).isNotNegative();
        producer.commit();
        assertThat(drain(consumer)).hasSize(full + 1 - 3);
    }

    @ParameterizedTest
    @EnumSource
    void controlledHandlerThatThrowsConsumesItsMessageAndKeepsTheRest(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingConsumer consumer = kind.consumer(ring);
        offer(kind.producer(ring), "a", "b", "c");
        assertThatThrownBy(() -> consumer.controlledPoll((t, s, o, l) -> {
            if (text(s, o, l).equals("b")) {
                throw new IllegalArgumentException("second");
            }
            return Action.CONTINUE;
        }, 10)).hasMessage("second");
        assertThat(ring.consumerPosition()).isEqualTo(128);
        assertThat(drain(consumer)).containsExactly("c");
    }

    @ParameterizedTest
    @EnumSource
    void actionsHoldAcrossTheEndOfTheRing(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        for (int lap = 0; lap < 100; lap++) {
            String text = "x".repeat(100 + lap);
            offer(producer, text);
            List<String> seen = new ArrayList<>();
            assertThat(consumer.controlledPoll(answering(seen, text, Action.ABORT), 10)).isZero();
            assertThat(consumer.controlledPoll(answering(seen, text, Action.COMMIT), 10)).isEqualTo(1);
            assertThat(seen).containsExactly(text, text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedRingTakesNoMessageAndGivesAllThatItHas(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        offer(producer, "a", "b");
        assertThat(consumer.isDrained()).isFalse();
        ring.close();
        ring.close();
        assertThat(ring.isClosed()).isTrue();
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
        assertThat(producer.tryClaimBatch(TYPE, 8, 2)).isEqualTo(Ring.CLOSED);
        assertThat(producer.offer(TYPE, bytes("c"))).isEqualTo(Ring.CLOSED);
        assertThat(producer.offer(TYPE, bytes("c"), 0, 1)).isEqualTo(Ring.CLOSED);
        assertThat(consumer.isDrained()).isFalse();
        assertThat(drain(consumer)).containsExactly("a", "b");
        assertThat(consumer.isDrained()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void emptyRingThatIsOpenIsNotDrained(RingKind kind) {
        assertThat(kind.consumer(kind.anonymous(1024)).isDrained()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void claimOpenAtTheCloseMayStillBeCommitted(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        producer.tryClaim(TYPE, 0);
        ring.close();
        producer.commit();
        assertThat(consumer.isDrained()).isFalse();
        assertThat(drain(consumer)).containsExactly("");
        assertThat(consumer.isDrained()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void otherAttachmentsSeeTheClose(RingKind kind) throws IOException {
        Ring ring = kind.memfd(1024);
        Ring other = kind.attach(ring.memory().path().orElseThrow());
        RingProducer producer = kind.producer(other);
        ring.close();
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
        assertThat(kind.attach(ring.memory().path().orElseThrow()).isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void correlationIdsAreUniqueAcrossAttachments(RingKind kind) throws IOException {
        Ring one = kind.memfd(1024);
        Ring two = kind.attach(one.memory().path().orElseThrow());
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            ids.add(one.nextCorrelationId());
            ids.add(two.nextCorrelationId());
        }
        assertThat(ids).hasSize(200).contains(1L, 200L);
    }

    @ParameterizedTest
    @EnumSource
    void messagePositionGrowsAndGoesOnWhereTheFormerConsumerEnded(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        List<Long> positions = new ArrayList<>();
        for (int restart = 0; restart < 10; restart++) {
            offer(producer, "a".repeat(100), "b");
            try (RingConsumer consumer = kind.consumer(ring)) {
                consumer.poll((t, s, o, l) -> positions.add(consumer.messagePosition()), 10);
                assertThat(consumer.messagePosition()).isEqualTo(consumer.position());
            }
        }
        assertThat(positions).hasSize(20).isSorted().doesNotHaveDuplicates();
        assertThat(positions.getLast()).isEqualTo(producer.position());
    }

    @ParameterizedTest
    @EnumSource
    void messageThatComesAgainHasTheSamePosition(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        offer(kind.producer(ring), "a", "b");
        List<Long> positions = new ArrayList<>();
        RingConsumer consumer = kind.consumer(ring);
        consumer.controlledPoll((t, s, o, l) -> {
            positions.add(consumer.messagePosition());
            return positions.size() == 2 ? Action.ABORT : Action.CONTINUE;
        }, 10);
        consumer.close();
        RingConsumer restarted = kind.consumer(ring);
        restarted.poll((t, s, o, l) -> positions.add(restarted.messagePosition()), 10);
        assertThat(positions).containsExactly(64L, 128L, 128L);
    }

    @ParameterizedTest
    @EnumSource
    void handlerCannotPollTheSideThatCalledIt(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        offer(kind.producer(ring), "a", "b");
        RingConsumer consumer = kind.consumer(ring);
        MessageHandler nested = (t, s, o, l) -> consumer.poll((t2, s2, o2, l2) -> {}, 1);
        assertThatThrownBy(() -> consumer.poll(nested, 1)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a handler is running");
        assertThatThrownBy(() -> consumer.controlledPoll((t, s, o, l) -> {
            nested.onMessage(t, s, o, l);
            return Action.CONTINUE;
        }, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(ring.size()).as("the messages that the handlers threw on are consumed").isZero();
        assertThat(consumer.poll((t, s, o, l) -> {}, 1)).as("polls go on").isZero();
    }

    @ParameterizedTest
    @EnumSource
    void sideThatItsHandlerClosesEndsWithThePoll(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        offer(kind.producer(ring), "a", "b", "c");
        RingConsumer consumer = kind.consumer(ring);
        List<Boolean> taken = new ArrayList<>();
        assertThat(consumer.poll((t, s, o, l) -> {
            consumer.close();
            taken.add(ring.consumerParty().isTaken());
        }, 2)).isEqualTo(2);
        assertThat(taken).containsExactly(true, true);
        assertThat(ring.consumerParty().isTaken()).isFalse();
        assertThat(consumer.poll((t, s, o, l) -> {}, 1)).isZero();
        assertThat(kind.consumer(ring).poll((t, s, o, l) -> {}, 5)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void heartbeatIsShownByTheParty(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        long before = System.currentTimeMillis();
        producer.heartbeat();
        assertThat(producer.party().heartbeat().orElseThrow()).isBetween(before, System.currentTimeMillis());
        assertThat(ring.consumerParty().isTaken()).isFalse();
        assertThat(ring.consumerParty().describe()).isEqualTo("nobody");
        kind.consumer(ring).heartbeat();
        assertThat(ring.consumerParty().heartbeat().orElseThrow()).isGreaterThanOrEqualTo(before);
        assertThat(ring.consumerParty().describe()).contains("this process").contains("heartbeat");
    }

    @ParameterizedTest
    @EnumSource
    void secondConsumerOfThisProcessIsRefusedUntilTheFirstIsClosed(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingConsumer first = kind.consumer(ring);
        assertThatThrownBy(() -> kind.consumer(ring)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this process (" + ProcessHandle.current().pid() + ")");
        first.close();
        first.close();
        kind.consumer(ring);
    }

    @ParameterizedTest
    @EnumSource
    void producerClosedWithAnOpenClaimHoldsNobodyUp(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer first = kind.producer(ring);
        first.tryClaim(TYPE, 8);
        first.close();
        offer(kind.producer(ring), "next");
        assertThat(drain(kind.consumer(ring))).containsExactly("next");
    }

    @ParameterizedTest
    @EnumSource
    void ringInAFileIsFoundByItsPath(RingKind kind, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("ring");
        Ring ring = kind.create(file, 1024);
        assertThat(ring.memory().path()).contains(file);
        offer(kind.producer(ring), "a");
        assertThat(drain(kind.consumer(kind.attach(file)))).containsExactly("a");
    }

    /** The first part takes so long to copy that another thread can see it arrive, and put another second part behind it. */
    @ParameterizedTest
    @EnumSource
    void partsThatAreReplacedWhileTheyAreCopiedAreRefusedAndNothingIsWrittenBehindTheClaim(RingKind kind)
            throws InterruptedException {
        Ring ring = kind.anonymous(32 << 20);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        byte[] slow = new byte[4 << 20];
        slow[0] = 1;
        // A part that was replaced before the call is just as good: the message then ends with this.
        slow[slow.length - 1] = 1;
        MemorySegment[] parts = {MemorySegment.ofArray(slow), bytes("small")};
        for (MemorySegment other : List.of(bytes("larger".repeat(50)), bytes(""))) {
            AtomicBoolean stop = new AtomicBoolean();
            Thread meddler = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    long at = ring.consumerPosition() & ring.capacity() - 1;
                    if (OffHeap.getLongAcquire(ring.dataAddress() + at + 8) != 0) {
                        parts[1] = other;
                    }
                }
            });
            boolean refused = false;
            for (int i = 0; i < 1000 && !refused; i++) {
                parts[1] = bytes("small");
                try {
                    long end = producer.offer(TYPE, parts);
                    assertThat(OffHeap.getLong(ring.dataAddress() + (end & ring.capacity() - 1)))
                            .as("word behind the message").isZero();
                    consumer.poll((t, s, o, l) -> assertThat(s.get(ValueLayout.JAVA_BYTE, o + l - 1))
                            .as("last byte of " + l).isNotZero(), 1);
                } catch (ConcurrentModificationException e) {
                    refused = true;
                }
            }
            stop.set(true);
            meddler.join();
            assertThat(refused).as("parts were replaced at the wrong time").isTrue();
            offer(producer, "next");
            assertThat(drain(consumer)).containsExactly("next");
        }
    }

    @ParameterizedTest
    @EnumSource
    void missingHandlerIsRefusedEvenIfThereIsNothingToHandOver(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        for (int messages = 0; messages < 2; messages++) {
            assertThatThrownBy(() -> consumer.poll(null, 1)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> consumer.controlledPoll(null, 1)).isInstanceOf(NullPointerException.class);
            offer(producer, "a");
        }
        assertThat(drain(consumer)).as("nothing was lost by it").containsExactly("a", "a");
    }

    @ParameterizedTest
    @EnumSource
    void messageThatIsNotAnsweredStaysInTheRing(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingConsumer consumer = kind.consumer(ring);
        offer(kind.producer(ring), "a", "b", "c");
        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> consumer.controlledPoll(answering(seen, "b", null), 10))
                .isInstanceOf(NullPointerException.class).hasMessageContaining("answered null");
        assertThat(seen).containsExactly("a", "b");
        assertThat(ring.consumerPosition()).isEqualTo(64);
        assertThat(drain(consumer)).containsExactly("b", "c");
    }
}
