package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.RegionHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpscRingTest {
    private static final int TYPE = 7;

    @Test
    void committedClaimIsPolledWithTypeAndPayload() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer producer = ring.producer();
        long at = producer.tryClaim(TYPE, 12);
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 42);
        SpscConsumer consumer = ring.consumer();
        List<String> seen = new ArrayList<>();
        assertThat(consumer.poll((t, s, o, l) -> seen.add("early"), 1)).isZero();
        producer.commit();
        assertThat(
                consumer.poll((t, s, o, l) -> seen.add(t + ":" + l + ":" + s.get(ValueLayout.JAVA_LONG, o)), 10))
                .isEqualTo(1);
        assertThat(seen).containsExactly("7:12:42");
        assertThat(ring.size()).isZero();
    }

    @Test
    void abortedClaimIsNeverSeenAndItsRoomIsUsedAgain() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer producer = ring.producer();
        long aborted = producer.tryClaim(TYPE, 100);
        producer.abort();
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(aborted);
        producer.commit();
        assertThat(ring.consumer().poll((t, s, o, l) -> assertThat(l).isEqualTo(8), 10)).isEqualTo(1);
    }

    @Test
    void whatWasWrittenIntoAnAbortedClaimIsNeverTakenForARecord() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        for (int lap = 0; lap < 40; lap++) {
            long at = producer.tryClaim(TYPE, 200);
            ring.data().asSlice(at, 200).fill((byte) 1);
            producer.abort();
            claimAndCommit(producer, 8);
            assertThat(consumer.poll((t, s, o, l) -> assertThat(l).isEqualTo(8), 10)).isEqualTo(1);
        }
    }

    @Test
    void recordHasTheGoldenBytes() {
        SpscRing ring = SpscRing.anonymous(1024);
        ring.producer().offer(TYPE, MemorySegment.ofArray(new byte[]{1, 2, 3}), 0, 3);
        assertThat(ring.data().get(ValueLayout.JAVA_INT, 0)).as("length").isEqualTo(11);
        assertThat(ring.data().get(ValueLayout.JAVA_INT, 4)).as("type").isEqualTo(TYPE);
        assertThat(ring.data().get(ValueLayout.JAVA_BYTE, 10)).isEqualTo((byte) 3);
        assertThat(ring.producerPosition()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 128})
    void fullRingGivesBackPressureAtEveryAlignmentAndLosesNothing(int alignment) {
        SpscRing ring = SpscRing.anonymous(1024, alignment);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        int produced = 0;
        int[] consumed = {0};
        for (int round = 0; round < 50; round++) {
            while (true) {
                long at = producer.tryClaim(TYPE, Integer.BYTES);
                if (at == SpscRing.BACK_PRESSURE) {
                    break;
                }
                ring.data().set(ValueLayout.JAVA_INT_UNALIGNED, at, produced++);
                producer.commit();
            }
            assertThat(ring.size()).as("a claim of one unit fits until all is taken")
                    .isBetween(1024L - Math.max(alignment, 16) + 1, 1024L);
            consumer.poll((t, s, o, l) -> assertThat(s.get(ValueLayout.JAVA_INT_UNALIGNED, o)).isEqualTo(consumed[0]++),
                    round % 7 + 1);
        }
        consumer.poll((t, s, o, l) -> consumed[0]++, Integer.MAX_VALUE);
        assertThat(consumed[0]).isEqualTo(produced);
    }

    @Test
    void claimThatWrapsLeavesPaddingBehind() {
        SpscRing ring = SpscRing.anonymous(1024, 8);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        for (int i = 0; i < 4; i++) {
            claimAndCommit(producer, 232);
            consumer.poll((t, s, o, l) -> {}, 1);
        }
        assertThat(producer.position()).isEqualTo(960);
        assertThat(producer.tryClaim(TYPE, 100)).as("payload offset behind the wrap").isEqualTo(8);
        producer.commit();
        assertThat(ring.data().get(ValueLayout.JAVA_LONG, 960)).isEqualTo(64L | -1L << 32);
        assertThat(consumer.poll((t, s, o, l) -> assertThat(l).isEqualTo(100), 10)).isEqualTo(1);
        assertThat(consumer.position()).isEqualTo(1024 + 112);
    }

    @Test
    void wrapWithRoomForAHeaderOnlyIsPaddedByAHeaderOnly() {
        SpscRing ring = SpscRing.anonymous(1024, 8);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        for (int i = 0; i < 4; i++) {
            claimAndCommit(producer, i == 3 ? 240 : 248 - 8);
            consumer.poll((t, s, o, l) -> {}, 1);
        }
        claimAndCommit(producer, 16);
        assertThat(producer.position()).isEqualTo(1016);
        claimAndCommit(producer, 8);
        List<Integer> lengths = new ArrayList<>();
        consumer.poll((t, s, o, l) -> lengths.add(l), 10);
        assertThat(lengths).containsExactly(16, 8);
        assertThat(consumer.position()).isEqualTo(1024 + 16);
    }

    private static void claimAndCommit(SpscProducer producer, int length) {
        assertThat(producer.tryClaim(TYPE, length)).isNotNegative();
        producer.commit();
    }

    @Test
    void messageOfExactlyTheMaximumPassesAndOneByteMoreIsRefused() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        for (int i = 0; i < 20; i++) {
            claimAndCommit(producer, ring.maxMessageLength());
            assertThat(consumer.poll((t, s, o, l) -> assertThat(l).isEqualTo(ring.maxMessageLength()), 1))
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> producer.tryClaim(TYPE, ring.maxMessageLength() + 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("248");
        assertThatThrownBy(() -> producer.tryClaim(TYPE, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.tryClaim(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void batchAppearsAsAWhole() {
        SpscRing ring = SpscRing.anonymous(4096);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        long first = producer.tryClaimBatch(TYPE, 32, 10);
        for (int i = 0; i < 10; i++) {
            ring.data().set(ValueLayout.JAVA_INT_UNALIGNED, first + i * producer.stride(32), i);
        }
        assertThat(consumer.poll((t, s, o, l) -> {}, 100)).isZero();
        producer.commit();
        List<Integer> seen = new ArrayList<>();
        assertThat(consumer.poll((t, s, o, l) -> seen.add(s.get(ValueLayout.JAVA_INT_UNALIGNED, o)), 100))
                .isEqualTo(10);
        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThatThrownBy(() -> producer.tryClaimBatch(TYPE, 32, 17)).hasMessageContaining("quarter");
        assertThatThrownBy(() -> producer.tryClaimBatch(TYPE, 200, Integer.MAX_VALUE)).hasMessageContaining("quarter");
    }

    @Test
    void throwingHandlerConsumesItsMessageAndKeepsTheRest() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        for (int i = 1; i <= 4; i++) {
            claimAndCommit(producer, i);
        }
        List<Integer> seen = new ArrayList<>();
        MessageHandler handler = (t, s, o, l) -> {
            seen.add(l);
            if (l == 2) {
                throw new IllegalArgumentException("second");
            }
        };
        assertThatThrownBy(() -> consumer.poll(handler, 10)).hasMessage("second");
        assertThat(consumer.poll(handler, 10)).isEqualTo(2);
        assertThat(seen).containsExactly(1, 2, 3, 4);
    }

    @Test
    void openClaimAndMissingClaimAreProgrammingErrors() {
        SpscProducer producer = SpscRing.anonymous(1024).producer();
        assertThatThrownBy(producer::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(producer::abort).isInstanceOf(IllegalStateException.class);
        producer.tryClaim(TYPE, 1);
        assertThatThrownBy(() -> producer.tryClaim(TYPE, 1)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 31) - 1024, (1L << 32) - 1024, Long.MAX_VALUE - (1L << 20) + 1 - 1024})
    void positionsPassTheLimitsOfSmallerIntegers(long start) {
        SpscRing ring = SpscRing.anonymous(1024);
        ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.PRODUCER_POSITION, start);
        ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.CONSUMER_POSITION, start);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        int[] consumed = {0};
        for (int i = 0; i < 100; i++) {
            claimAndCommit(producer, 60 + i);
            consumer.poll((t, s, o, l) -> assertThat(l).isEqualTo(60 + consumed[0]++), 1);
        }
        assertThat(consumed[0]).isEqualTo(100);
        assertThat(ring.consumerPosition()).isGreaterThan(start + 1024);
    }

    @Test
    void restartedProducerFindsWhatItsPredecessorCommittedButDidNotCount() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer dead = ring.producer();
        claimAndCommit(dead, 8);
        claimAndCommit(dead, 16);
        ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.PRODUCER_POSITION, 64);
        dead.close();
        SpscProducer restarted = ring.producer();
        assertThat(restarted.position()).isEqualTo(128);
        claimAndCommit(restarted, 24);
        List<Integer> lengths = new ArrayList<>();
        ring.consumer().poll((t, s, o, l) -> lengths.add(l), 10);
        assertThat(lengths).containsExactly(8, 16, 24);
    }

    @Test
    void impossibleLengthsAndPositionsAreRefusedWithoutLeavingTheRing() {
        SpscRing ring = SpscRing.anonymous(1024);
        try (SpscProducer producer = ring.producer()) {
            claimAndCommit(producer, 8);
        }
        SpscConsumer consumer = ring.consumer();
        for (int length : new int[]{1, 7, -1, Integer.MIN_VALUE, 1025, Integer.MAX_VALUE}) {
            ring.data().set(ValueLayout.JAVA_INT, 0, length);
            assertThatThrownBy(() -> consumer.poll((t, s, o, l) -> {}, 10)).isInstanceOf(CorruptRingException.class)
                    .hasMessageContaining("position 0");
        }
        ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.CONSUMER_POSITION, 1 << 20);
        assertThatThrownBy(ring::producer).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void badCapacitiesAndAlignmentsAreRefused() {
        for (long capacity : new long[]{0, 512, 1000, -1024, 1L << 31}) {
            assertThatThrownBy(() -> SpscRing.anonymous(capacity)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int alignment : new int[]{0, 4, 12, 256}) {
            assertThatThrownBy(() -> SpscRing.anonymous(1024, alignment)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64})
    void everyMessageArrivesOnceAndInOrderBetweenThreads(int alignment) throws InterruptedException {
        SpscRing ring = SpscRing.anonymous(4096, alignment);
        int count = 300_000;
        Thread producing = Thread.ofPlatform().start(() -> {
            SpscProducer producer = ring.producer();
            Random random = new Random(1);
            for (int i = 0; i < count; i++) {
                int length = 8 + random.nextInt(200);
                long at;
                while ((at = producer.tryClaim(TYPE, length)) < 0) {
                    Thread.yield();
                }
                ring.data().set(ValueLayout.JAVA_INT_UNALIGNED, at, i);
                ring.data().set(ValueLayout.JAVA_INT_UNALIGNED, at + length - 4, i);
                producer.commit();
            }
        });
        SpscConsumer consumer = ring.consumer();
        Random random = new Random(1);
        int[] next = {0};
        List<String> wrong = new ArrayList<>();
        boolean ended = false;
        while (next[0] < count && wrong.isEmpty() && !ended) {
            // Read before the poll: a producer that has ended has committed everything by now.
            boolean alive = producing.isAlive();
            int polled = consumer.poll((t, s, o, l) -> {
                int expected = next[0]++;
                int first = s.get(ValueLayout.JAVA_INT_UNALIGNED, o);
                int last = s.get(ValueLayout.JAVA_INT_UNALIGNED, o + l - 4);
                if (l != 8 + random.nextInt(200) || first != expected || last != expected) {
                    wrong.add(expected + ": " + first + ", " + last + ", length " + l);
                }
            }, 50);
            ended = polled == 0 && !alive;
            if (polled == 0) {
                Thread.yield();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(next[0]).isEqualTo(count);
        producing.join();
        assertThat(ring.size()).isZero();
    }

    @Test
    void everyMessageArrivesOnceAndInOrderBetweenProcesses(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path file = folder.resolve("ring");
        SpscRing ring = SpscRing.create(file, 4096);
        int count = 100_000;
        Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                CountingProducer.class.getName(), file.toString(), Integer.toString(count)).inheritIO().start();
        SpscConsumer consumer = ring.consumer();
        long[] next = {0};
        while (next[0] < count && (child.isAlive() || ring.size() > 0)) {
            int polled = consumer.poll((t, s, o, l) -> assertThat(s.get(ValueLayout.JAVA_LONG, o)).isEqualTo(next[0]++),
                    100);
            if (polled == 0) {
                Thread.yield();
            }
        }
        assertThat(child.waitFor()).isZero();
        assertThat(next[0]).isEqualTo(count);
    }

    /** Another process: attaches and sends the numbers from 0. */
    static final class CountingProducer {
        public static void main(String[] args) throws IOException {
            SpscRing ring = SpscRing.attach(Path.of(args[0]));
            SpscProducer producer = ring.producer();
            for (long i = 0; i < Long.parseLong(args[1]); i++) {
                long at;
                while ((at = producer.tryClaim(TYPE, Long.BYTES)) < 0) {
                    Thread.yield();
                }
                ring.data().set(ValueLayout.JAVA_LONG, at, i);
                producer.commit();
            }
        }
    }
}
