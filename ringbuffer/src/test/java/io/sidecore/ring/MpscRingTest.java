package io.sidecore.ring;

import static io.sidecore.ring.ControlledMessageHandler.Action.ABORT;
import static io.sidecore.ring.ControlledMessageHandler.Action.BREAK;
import static io.sidecore.ring.ControlledMessageHandler.Action.COMMIT;
import static io.sidecore.ring.ControlledMessageHandler.Action.CONTINUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MpscRingTest {
    private static final int TYPE = 7;

    private final MpscRing ring = MpscRing.anonymous(1024);
    private final MpscProducer producer = ring.producer();
    private final MpscConsumer consumer = ring.consumer();

    private static void send(MpscProducer producer, long value) {
        long at = producer.tryClaim(TYPE, 8);
        assertThat(at).isNotNegative();
        producer.ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        producer.commit();
    }

    private static void sendLength(MpscProducer producer, int length) {
        assertThat(producer.tryClaim(TYPE, length)).isNotNegative();
        producer.commit();
    }

    private static List<Long> drain(MpscConsumer consumer) {
        List<Long> values = new ArrayList<>();
        consumer.poll((t, s, o, l) -> values.add(s.get(ValueLayout.JAVA_LONG_UNALIGNED, o)), 5_000);
        return values;
    }

    private static List<Integer> drainLengths(MpscConsumer consumer) {
        List<Integer> lengths = new ArrayList<>();
        consumer.poll((t, s, o, l) -> lengths.add(l), 5_000);
        return lengths;
    }

    private static List<Long> controlled(MpscConsumer consumer, ControlledMessageHandler.Action... answers) {
        List<Long> values = new ArrayList<>();
        consumer.controlledPoll((t, s, o, l) -> {
            values.add(s.get(ValueLayout.JAVA_LONG_UNALIGNED, o));
            return answers[values.size() - 1];
        }, answers.length);
        return values;
    }

    @Test
    void committedClaimIsPolledWithTypeAndPayload() {
        long at = producer.tryClaim(TYPE, 12);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 42);
        List<String> seen = new ArrayList<>();
        assertThat(consumer.poll((t, s, o, l) -> seen.add("early"), 1)).isZero();
        producer.commit();
        assertThat(consumer.poll((t, s, o, l) -> seen.add(t + ":" + l + ":" + s.get(ValueLayout.JAVA_LONG, o)), 10))
                .isEqualTo(1);
        assertThat(seen).containsExactly("7:12:42");
        assertThat(ring.size()).isZero();
    }

    @Test
    void messagesOfTwoProducersComeInTheOrderOfTheirClaims() {
        MpscProducer other = ring.producer();
        for (long i = 0; i < 100; i++) {
            send(producer, i);
            send(other, -i);
            assertThat(drain(consumer)).containsExactly(i, -i);
        }
    }

    @Test
    void openClaimHoldsUpWhatWasClaimedBehindIt() {
        MpscProducer quick = ring.producer();
        long at = producer.tryClaim(TYPE, 8);
        send(quick, 2);
        for (int i = 0; i < 10_000; i++) {
            assertThat(drain(consumer)).isEmpty();
        }
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 1);
        producer.commit();
        assertThat(drain(consumer)).containsExactly(1L, 2L);
    }

    @Test
    void batchAppearsAsAWhole() {
        long first = producer.tryClaimBatch(TYPE, 8, 4);
        for (int i = 0; i < 4; i++) {
            ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, first + i * producer.stride(8), i);
        }
        assertThat(drain(consumer)).isEmpty();
        producer.commit();
        assertThat(drain(consumer)).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void batchOfMoreThanAQuarterIsRefused() {
        assertThatThrownBy(() -> producer.tryClaimBatch(TYPE, 8, 5)).hasMessageContaining("quarter");
        assertThatThrownBy(() -> producer.tryClaimBatch(TYPE, 200, Integer.MAX_VALUE)).hasMessageContaining("quarter");
        assertThatThrownBy(() -> producer.tryClaimBatch(TYPE, 8, 0)).hasMessageContaining("count 0");
    }

    @Test
    void abortedClaimIsNeverSeenAndHoldsUpNobody() {
        long at = producer.tryClaim(TYPE, 200);
        ring.data().asSlice(at, 200).fill((byte) 1);
        producer.abort();
        send(producer, 2);
        assertThat(drain(consumer)).containsExactly(2L);
    }

    @Test
    void whatWasWrittenIntoAnAbortedClaimIsNeverTakenForARecord() {
        for (int lap = 0; lap < 40; lap++) {
            long at = producer.tryClaim(TYPE, 200);
            ring.data().asSlice(at, 200).fill((byte) 1);
            producer.abort();
            send(producer, lap);
            assertThat(drain(consumer)).containsExactly((long) lap);
            assertThat(drain(consumer)).isEmpty();
        }
    }

    @Test
    void abortedBatchIsNeverSeen() {
        producer.tryClaimBatch(TYPE, 8, 4);
        producer.abort();
        send(producer, 2);
        assertThat(drain(consumer)).containsExactly(2L);
    }

    @Test
    void claimThatWrapsLeavesPaddingBehind() {
        for (int i = 0; i < 15; i++) {
            send(producer, i);
            drain(consumer);
        }
        assertThat(producer.tryClaim(TYPE, 100)).as("payload offset behind the wrap").isEqualTo(8);
        assertThat(ring.data().get(ValueLayout.JAVA_LONG, 960)).isEqualTo(64L | -1L << 32);
        producer.commit();
        assertThat(drainLengths(consumer)).containsExactly(100);
        assertThat(consumer.position()).isEqualTo(1024 + 128);
    }

    @Test
    void wrapWithRoomForAHeaderOnlyIsPaddedByAHeaderOnly() {
        MpscRing packed = MpscRing.anonymous(1024, 8);
        MpscProducer sending = packed.producer();
        MpscConsumer receiving = packed.consumer();
        for (int length : new int[]{240, 240, 240, 240, 16}) {
            sendLength(sending, length);
            drainLengths(receiving);
        }
        assertThat(sending.position()).isEqualTo(1016);
        sendLength(sending, 8);
        assertThat(packed.data().get(ValueLayout.JAVA_LONG, 1016)).isEqualTo(8L | -1L << 32);
        assertThat(drainLengths(receiving)).containsExactly(8);
        assertThat(receiving.position()).isEqualTo(1024 + 16);
    }

    @Test
    void claimThatEndsWithTheRingNeedsNoPadding() {
        for (int i = 0; i < 4; i++) {
            sendLength(producer, ring.maxMessageLength());
            drainLengths(consumer);
        }
        assertThat(producer.position()).isEqualTo(1024);
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(8);
    }

    @Test
    void messageOfExactlyTheMaximumPassesAtEveryOffset() {
        for (int i = 0; i < 40; i++) {
            sendLength(producer, 1);
            drainLengths(consumer);
            sendLength(producer, ring.maxMessageLength());
            assertThat(drainLengths(consumer)).containsExactly(ring.maxMessageLength());
        }
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> producer.tryClaim(TYPE, ring.maxMessageLength() + 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("248");
        assertThatThrownBy(() -> producer.tryClaim(TYPE, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.tryClaim(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.tryClaim(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"8,0", "8,4", "16,4", "32,4", "64,4", "128,4", "8,56", "64,100", "128,200"})
    void fullRingHandsOverEveryMessageOnce(int alignment, int length) {
        MpscRing full = MpscRing.anonymous(1024, alignment);
        MpscProducer sending = full.producer();
        MpscConsumer receiving = full.consumer();
        for (int round = 0; round < 20; round++) {
            int sent = 0;
            long at;
            while ((at = sending.tryClaim(sent + 1, length)) >= 0) {
                assertThat(at).isBetween(8L, 1024L - length);
                sending.commit();
                sent++;
            }
            assertThat(at).isEqualTo(Ring.BACK_PRESSURE);
            int[] next = {0};
            receiving.poll((t, s, o, l) -> assertThat(t).isEqualTo(++next[0]), 5_000);
            assertThat(next[0]).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 128})
    void ringIsFilledToTheLastByte(int alignment) {
        MpscRing full = MpscRing.anonymous(1024, alignment);
        MpscProducer sending = full.producer();
        for (int i = 0; i < 1024 / alignment; i++) {
            sendLength(sending, 0);
        }
        assertThat(full.size()).isEqualTo(1024);
        assertThat(sending.tryClaim(TYPE, 0)).isEqualTo(Ring.BACK_PRESSURE);
    }

    @Test
    void controlledPollOfAFullRingHandsOverEveryMessageOnce() {
        for (int i = 0; i < 16; i++) {
            send(producer, i);
        }
        List<Long> values = new ArrayList<>();
        assertThat(consumer.controlledPoll((t, s, o, l) -> {
            values.add(s.get(ValueLayout.JAVA_LONG_UNALIGNED, o));
            return CONTINUE;
        }, 5_000)).isEqualTo(16);
        assertThat(values).hasSize(16).doesNotHaveDuplicates();
    }

    @Test
    void backPressureEndsWhenTheConsumerHasFreedABatch() {
        for (int i = 0; i < 16; i++) {
            send(producer, i);
        }
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.BACK_PRESSURE);
        consumer.poll((t, s, o, l) -> {}, 1);
        send(producer, 16);
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.BACK_PRESSURE);
        assertThat(drain(consumer)).hasSize(16).endsWith(16L);
    }

    @Test
    void messagesAreNotFreedBeforeTheirHandlerHasReturned() {
        for (int i = 0; i < 16; i++) {
            send(producer, i);
        }
        consumer.poll((t, s, o, l) -> assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.BACK_PRESSURE), 16);
        assertThat(producer.tryClaim(TYPE, 8)).isNotNegative();
    }

    @Test
    void everyHeaderIsZeroBeforeItsBytesAreFree() {
        for (int i = 0; i < 100; i++) {
            sendLength(producer, 8 + i);
            consumer.poll((t, s, o, l) -> {}, 1);
            for (long at = 0; at < 1024; at += 64) {
                assertThat(ring.data().get(ValueLayout.JAVA_LONG, at)).isZero();
            }
        }
    }

    @Test
    void closedRingRefusesClaimsAndHandsOverTheRest() {
        send(producer, 1);
        ring.close();
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
        assertThat(producer.offer(TYPE, MemorySegment.ofArray(new byte[1]))).isEqualTo(Ring.CLOSED);
        assertThat(consumer.isDrained()).isFalse();
        assertThat(drain(consumer)).containsExactly(1L);
        assertThat(consumer.isDrained()).isTrue();
        assertThat(consumer.isDrained()).isTrue();
    }

    @Test
    void openRingIsNotDrained() {
        assertThat(consumer.isDrained()).isFalse();
    }

    @Test
    void ringWithAnOpenClaimIsNotDrained() {
        producer.tryClaim(TYPE, 8);
        ring.close();
        assertThat(consumer.isDrained()).isFalse();
        producer.commit();
        assertThat(drain(consumer)).hasSize(1);
        assertThat(consumer.isDrained()).isTrue();
    }

    @Test
    void producerThatSawTheRingOpenCannotClaimBehindDrained() {
        ring.close();
        assertThat(consumer.isDrained()).isTrue();
        // As a producer that was held up between its look at the flag and its claim.
        ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.CLOSED, 0);
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
        assertThat(ring.producerPosition()).isZero();
        assertThat(ring.size()).isZero();
    }

    @Test
    void drainedRingIsDrainedForTheNextConsumerToo() {
        send(producer, 1);
        drain(consumer);
        ring.close();
        assertThat(consumer.isDrained()).isTrue();
        consumer.close();
        MpscConsumer next = ring.consumer();
        assertThat(next.isDrained()).isTrue();
        assertThat(ring.producer().tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
    }

    @Test
    void offerCopiesAndReturnsThePositionBehindTheMessage() {
        byte[] bytes = {0, 1, 2, 3, 4};
        assertThat(producer.offer(TYPE, MemorySegment.ofArray(bytes), 1, 3)).isEqualTo(64);
        consumer.poll(
                (t, s, o, l) -> assertThat(s.asSlice(o, l).toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3),
                1);
        assertThat(consumer.messagePosition()).isEqualTo(64);
        assertThatThrownBy(() -> producer.offer(TYPE, MemorySegment.ofArray(bytes), 3, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void gatheredPartsArriveAsOneMessage() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment head = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 1, (byte) 2);
            MemorySegment tail = MemorySegment.ofArray(new byte[]{3});
            assertThat(producer.offer(TYPE, head, MemorySegment.ofArray(new byte[0]), tail)).isEqualTo(64);
        }
        consumer.poll(
                (t, s, o, l) -> assertThat(s.asSlice(o, l).toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3),
                1);
    }

    @Test
    @SuppressWarnings("restricted")
    void gatheredPartsThatAreTooLongTogetherAreRefused() {
        MemorySegment part = MemorySegment.ofArray(new byte[200]);
        assertThatThrownBy(() -> producer.offer(TYPE, part, part)).isInstanceOf(IllegalArgumentException.class);
        MemorySegment endless = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
        assertThatThrownBy(() -> producer.offer(TYPE, endless, endless, endless))
                .isInstanceOf(IllegalArgumentException.class);
        send(producer, 1);
        assertThat(drain(consumer)).containsExactly(1L);
    }

    @Test
    void offerOfMemoryThatIsGoneLeavesNoHole() {
        Arena arena = Arena.ofConfined();
        MemorySegment gone = arena.allocate(8);
        arena.close();
        assertThatThrownBy(() -> producer.offer(TYPE, gone)).isInstanceOf(IllegalStateException.class);
        send(producer, 1);
        assertThat(drain(consumer)).containsExactly(1L);
    }

    @Test
    void continueGoesOnToTheLimit() {
        send(producer, 1);
        send(producer, 2);
        assertThat(controlled(consumer, CONTINUE, CONTINUE)).containsExactly(1L, 2L);
        assertThat(ring.size()).isZero();
    }

    @Test
    void breakConsumesTheMessageAndEndsThePoll() {
        send(producer, 1);
        send(producer, 2);
        assertThat(controlled(consumer, BREAK, CONTINUE)).containsExactly(1L);
        assertThat(drain(consumer)).containsExactly(2L);
    }

    @Test
    void abortKeepsTheMessageForTheNextPoll() {
        send(producer, 1);
        send(producer, 2);
        send(producer, 3);
        assertThat(controlled(consumer, CONTINUE, ABORT, CONTINUE)).containsExactly(1L, 2L);
        assertThat(ring.consumerPosition()).isEqualTo(64);
        assertThat(drain(consumer)).containsExactly(2L, 3L);
    }

    @Test
    void abortedMessageDoesNotCount() {
        send(producer, 1);
        assertThat(consumer.controlledPoll((t, s, o, l) -> ABORT, 10)).isZero();
        assertThat(ring.consumerPosition()).isZero();
    }

    @Test
    void commitFreesAtOnce() {
        for (int i = 0; i < 16; i++) {
            send(producer, i);
        }
        List<Long> freed = new ArrayList<>();
        consumer.controlledPoll((t, s, o, l) -> {
            freed.add(ring.consumerPosition());
            return freed.size() == 2 ? COMMIT : CONTINUE;
        }, 4);
        assertThat(freed).containsExactly(0L, 0L, 128L, 128L);
        assertThat(ring.consumerPosition()).isEqualTo(256);
    }

    @Test
    void controlledPollWithCommitsGoesOnIntoTheNextLap() {
        for (int i = 0; i < 16; i++) {
            send(producer, i);
        }
        long[] next = {0};
        assertThat(consumer.controlledPoll((t, s, o, l) -> {
            assertThat(s.get(ValueLayout.JAVA_LONG_UNALIGNED, o)).isEqualTo(next[0]++);
            return COMMIT;
        }, 100)).isEqualTo(16);
    }

    @Test
    void throwingHandlerConsumesItsMessageAndKeepsTheRest() {
        for (int i = 1; i <= 4; i++) {
            send(producer, i);
        }
        List<Long> seen = new ArrayList<>();
        MessageHandler handler = (t, s, o, l) -> {
            seen.add(s.get(ValueLayout.JAVA_LONG_UNALIGNED, o));
            if (seen.getLast() == 2) {
                throw new IllegalArgumentException("second");
            }
        };
        assertThatThrownBy(() -> consumer.poll(handler, 10)).hasMessage("second");
        assertThat(ring.consumerPosition()).isEqualTo(128);
        assertThat(consumer.poll(handler, 10)).isEqualTo(2);
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void throwingControlledHandlerConsumesItsMessageAndKeepsTheRest() {
        send(producer, 1);
        send(producer, 2);
        assertThatThrownBy(() -> consumer.controlledPoll((t, s, o, l) -> {
            throw new IllegalArgumentException("first");
        }, 10)).hasMessage("first");
        assertThat(drain(consumer)).containsExactly(2L);
    }

    @Test
    void messagePositionsGrowAndGoOnAfterARestart() {
        List<Long> positions = new ArrayList<>();
        send(producer, 1);
        send(producer, 2);
        consumer.poll((t, s, o, l) -> positions.add(consumer.messagePosition()), 10);
        consumer.close();
        send(producer, 3);
        MpscConsumer next = ring.consumer();
        next.poll((t, s, o, l) -> positions.add(next.messagePosition()), 10);
        assertThat(positions).containsExactly(64L, 128L, 192L);
    }

    @Test
    void producersPositionIsThatOfItsOwnLastCommit() {
        MpscProducer other = ring.producer();
        send(producer, 1);
        send(other, 2);
        assertThat(producer.position()).isEqualTo(64);
        assertThat(other.position()).isEqualTo(128);
        producer.tryClaim(TYPE, 8);
        assertThat(producer.position()).isEqualTo(64);
        producer.abort();
        assertThat(producer.position()).isEqualTo(64);
    }

    @Test
    void openClaimAndMissingClaimAreProgrammingErrors() {
        assertThatThrownBy(producer::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(producer::abort).isInstanceOf(IllegalStateException.class);
        producer.tryClaim(TYPE, 1);
        assertThatThrownBy(() -> producer.tryClaim(TYPE, 1)).hasMessageContaining("a claim is open");
    }

    @Test
    void closedProducerAbortsItsClaimAndWritesNoMore() {
        producer.tryClaim(TYPE, 1);
        producer.close();
        assertThatThrownBy(() -> producer.tryClaim(TYPE, 1)).hasMessageContaining("this side is closed");
        assertThatThrownBy(producer::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(producer::abort).isInstanceOf(IllegalStateException.class);
        producer.close();
        send(ring.producer(), 2);
        assertThat(drain(consumer)).containsExactly(2L);
    }

    @Test
    void closedConsumerTakesNothingFromItsSuccessor() {
        consumer.close();
        MpscConsumer next = ring.consumer();
        send(producer, 1);
        assertThat(drain(consumer)).isEmpty();
        assertThat(controlled(consumer, CONTINUE)).isEmpty();
        assertThat(drain(next)).containsExactly(1L);
        assertThat(consumer.recover()).isZero();
    }

    @Test
    void secondConsumerIsRefused() {
        assertThatThrownBy(ring::consumer).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the consumer is this process");
    }

    @Test
    void moreProducersThanPlacesAreRefused() {
        for (int i = 1; i < MpscRing.MAX_PRODUCERS; i++) {
            ring.producer();
        }
        assertThatThrownBy(ring::producer).hasMessageContaining("all 55 places");
        producer.close();
        assertThat(ring.producer().party().index()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, -1, Integer.MIN_VALUE, 1025, Integer.MAX_VALUE})
    void impossibleLengthsAreRefusedAndTheRingStaysWhereItIs(int length) {
        send(producer, 1);
        ring.data().set(ValueLayout.JAVA_INT, 0, length);
        assertThatThrownBy(() -> drain(consumer)).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("position 0");
        assertThat(consumer.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2, Integer.MIN_VALUE})
    void impossibleTypesAreRefused(int type) {
        send(producer, 1);
        ring.data().set(ValueLayout.JAVA_INT, 4, type);
        assertThatThrownBy(() -> drain(consumer)).isInstanceOf(CorruptRingException.class);
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nothingButPaddingEndsAPollAfterOneLap() {
        SpscRing other = SpscRing.anonymous(1024);
        other.data().set(ValueLayout.JAVA_LONG, 0, RecordLayout.header(1024, RecordLayout.PADDING_TYPE));
        assertThat(other.consumer().poll((t, s, o, l) -> {}, 1)).isZero();
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void paddingThatNobodyClaimedIsCorruption() {
        ring.data().set(ValueLayout.JAVA_LONG, 0, RecordLayout.header(1024, RecordLayout.PADDING_TYPE));
        assertThatThrownBy(() -> {
            for (int i = 0; i < 2000; i++) {
                consumer.controlledPoll((t, s, o, l) -> CONTINUE, 1);
            }
        }).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void attachedRingHoldsWhatWasCommitted(@TempDir Path folder) throws IOException {
        MpscRing created = MpscRing.create(folder.resolve("ring"), 1024, 128);
        send(created.producer(), 42);
        MpscRing attached = MpscRing.attach(folder.resolve("ring"));
        assertThat(attached.alignment()).isEqualTo(128);
        assertThat(drain(attached.consumer())).containsExactly(42L);
        assertThat(created.size()).isZero();
    }

    @Test
    void ringOfAnotherKindIsNotAttached(@TempDir Path folder) throws IOException {
        SpscRing.create(folder.resolve("ring"), 1024);
        assertThatThrownBy(() -> MpscRing.attach(folder.resolve("ring"))).isInstanceOf(RegionException.class)
                .hasMessageContaining("kind is 1, expected 2 (MPSC_RING)");
    }

    @ParameterizedTest
    @CsvSource({"1088,64", "512,64", "1024,0", "1024,12", "1024,256", "1024,-8"})
    void ringWithABadHeaderIsNotAttached(long capacity, int alignment, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("ring");
        SharedMemory.create(file, RegionKind.MPSC_RING, capacity, alignment);
        assertThatThrownBy(() -> MpscRing.attach(file)).isInstanceOf(RegionException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining("header");
    }

    @Test
    void alignmentIsReadOnceAndNeverAgain() {
        ring.memory().region().set(ValueLayout.JAVA_INT, 32, 0);
        assertThat(ring.memory().alignment()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64})
    void everyMessageOfThreeProducersArrivesWholeOnceAndInItsOrder(int alignment) throws InterruptedException {
        MpscRing shared = MpscRing.anonymous(4096, alignment);
        int count = 60_000;
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int type = i + 1;
            threads.add(Thread.ofPlatform().uncaughtExceptionHandler((t, e) -> failures.add(e))
                    .start(() -> sendChecksummed(shared, type, count)));
        }
        MpscConsumer receiving = shared.consumer();
        long[] next = new long[4];
        AtomicLong wrong = new AtomicLong();
        while (wrong.get() == 0) {
            // Before the poll: producers that have ended have committed everything.
            boolean ended = threads.stream().noneMatch(Thread::isAlive);
            int polled = receiving.poll((t, s, o, l) -> {
                CRC32 crc = new CRC32();
                crc.update(s.asSlice(o + 8, l - 8).asByteBuffer());
                if (s.get(ValueLayout.JAVA_LONG_UNALIGNED, o) != crc.getValue()
                        || s.get(ValueLayout.JAVA_LONG_UNALIGNED, o + 8) != next[t]++) {
                    wrong.incrementAndGet();
                }
            }, 50);
            if (polled == 0) {
                if (ended) {
                    break;
                }
                Thread.yield();
            }
        }
        // Producers that still wait for room have lost already.
        shared.close();
        assertThat(failures).isEmpty();
        assertThat(wrong).hasValue(0);
        assertThat(next).containsExactly(0, count, count, count);
        assertThat(shared.size()).isZero();
    }

    /** Sends numbered messages of any length, and aborts some claims in between. */
    private static void sendChecksummed(MpscRing ring, int type, int count) {
        RandomGenerator random = new Random(type);
        try (MpscProducer sending = ring.producer()) {
            for (int i = 0; i < count; i++) {
                int length = 16 + random.nextInt(300);
                if (random.nextInt(8) == 0 && sending.tryClaim(type, length) >= 0) {
                    sending.abort();
                }
                long at;
                while ((at = sending.tryClaim(type, length)) < 0) {
                    if (at == Ring.CLOSED) {
                        return;
                    }
                    Thread.yield();
                }
                MemorySegment body = ring.data().asSlice(at + 8, length - 8);
                body.fill((byte) random.nextInt());
                body.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, i);
                CRC32 crc = new CRC32();
                crc.update(body.asByteBuffer());
                ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, crc.getValue());
                sending.commit();
            }
        }
    }

    @Test
    void pollsInFrontOfAnOpenClaimOfThisProcessAllocateNothing() {
        MpscRing ring = MpscRing.anonymous(1024);
        MpscProducer producer = ring.producer();
        MpscConsumer consumer = ring.consumer();
        MessageHandler ignore = (t, s, o, l) -> {};
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            producer.tryClaim(TYPE, 8);
            long before = threads.getCurrentThreadAllocatedBytes();
            // Enough for several looks at who is alive.
            for (int i = 0; i < 20_000; i++) {
                consumer.poll(ignore, 1);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            producer.commit();
            assertThat(consumer.poll(ignore, 1)).isOne();
        }
        assertThat(least).as("bytes, of the round with the fewest: a compiler may allocate for a caller").isZero();
    }
}
