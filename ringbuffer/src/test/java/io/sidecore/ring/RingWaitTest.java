package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.RegionHeader;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting between threads of one process. A lost wake-up would show as one that only the look every 50 ms has found. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingWaitTest {
    private static final int TYPE = 7;
    private static final int COUNT = 100_000;

    private static void offer(RingProducer producer, long value) {
        long at = producer.tryClaim(TYPE, Long.BYTES);
        assertThat(at).isNotNegative();
        producer.ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        producer.commit();
    }

    /** Sends the numbers from 0, waiting for room where there is none. */
    static void send(RingProducer producer, long count) {
        for (long i = 0; i < count; i++) {
            long at;
            while ((at = producer.tryClaim(TYPE, Long.BYTES)) == Ring.BACK_PRESSURE) {
                if (!producer.awaitRoom(Long.BYTES, 60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("no room within a minute, at " + i);
                }
            }
            producer.ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, i);
            producer.commit();
            producer.wake();
        }
    }

    /** Receives until the ring is drained, or so many, waiting where there is nothing; the sum of the numbers. */
    static long receive(RingConsumer consumer, long count) {
        long[] sum = {0};
        long received = 0;
        while (received < count) {
            int polled = consumer.poll((t, s, o, l) -> sum[0] += s.get(ValueLayout.JAVA_LONG_UNALIGNED, o), 10);
            received += polled;
            if (polled > 0) {
                consumer.wake();
            } else if (!consumer.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no message within a minute, at " + received);
            }
        }
        return sum[0];
    }

    private static CompletableFuture<Void> inThread(Runnable task) {
        return CompletableFuture.runAsync(task, Thread.ofPlatform().daemon()::start);
    }

    /** Until the word of that offset says that somebody waits. */
    static void untilSomebodyWaits(Ring ring, int word) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while ((ring.memory().region().get(ValueLayout.JAVA_INT, word) & 1) == 0) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
            Thread.yield();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMessageArrivesWithWaitsOnBothSides(RingKind kind)
            throws InterruptedException, ExecutionException, TimeoutException {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        CompletableFuture<Void> sending = inThread(() -> send(producer, COUNT));
        assertThat(receive(consumer, COUNT)).isEqualTo(COUNT * (COUNT - 1L) / 2);
        sending.get(60, TimeUnit.SECONDS);
        assertThat((word(ring, RegionHeader.CONSUMER_WAIT) >>> 1) + (word(ring, RegionHeader.PRODUCER_WAIT) >>> 1))
                .as("wake-ups").isGreaterThan(100);
        // A machine that takes a thread off its core for 50 ms between commit and wake-up looks the same.
        assertThat(consumer.missedWakeUps() + producer.missedWakeUps()).as("lost wake-ups").isLessThan(10);
    }

    @Test
    void threeProducersWithWaitsLoseNothing() throws InterruptedException, ExecutionException, TimeoutException {
        MpscRing ring = MpscRing.anonymous(1024);
        MpscConsumer consumer = ring.consumer();
        int each = COUNT / 5;
        CompletableFuture<?>[] sending = Stream.generate(() -> inThread(() -> send(ring.producer(), each))).limit(3)
                .toArray(CompletableFuture[]::new);
        assertThat(receive(consumer, 3L * each)).isEqualTo(3L * each * (each - 1L) / 2);
        CompletableFuture.allOf(sending).get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void waitEndsAtItsTimeOut(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingConsumer consumer = kind.consumer(ring);
        RingProducer producer = kind.producer(ring);
        assertTakesAtLeast(20, () -> consumer.await(20, TimeUnit.MILLISECONDS));
        assertThat(consumer.await(0, TimeUnit.SECONDS)).isFalse();
        assertThat(consumer.await(-1, TimeUnit.SECONDS)).isFalse();
        fill(producer);
        assertTakesAtLeast(120, () -> producer.awaitRoom(8, 120, TimeUnit.MILLISECONDS));
    }

    private static void assertTakesAtLeast(long millis, Supplier<Boolean> wait) {
        long start = System.nanoTime();
        assertThat(wait.get()).isFalse();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(millis * 1_000_000);
    }

    private static void fill(RingProducer producer) {
        while (producer.tryClaim(TYPE, 8) >= 0) {
            producer.commit();
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitForWhatIsThereReturnsAtOnceAndAnnouncesNothing(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        assertThat(producer.awaitRoom(ring.maxMessageLength(), Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        offer(producer, 1);
        assertThat(kind.consumer(ring).await(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        assertThat(ring.memory().region().get(ValueLayout.JAVA_INT, RegionHeader.CONSUMER_WAIT)).isZero();
        assertThat(ring.memory().region().get(ValueLayout.JAVA_INT, RegionHeader.PRODUCER_WAIT)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void closingTheRingWakesBothSides(RingKind kind) throws InterruptedException, ExecutionException, TimeoutException {
        Ring empty = kind.anonymous(1024);
        RingConsumer consumer = kind.consumer(empty);
        CompletableFuture<Void> consuming = inThread(
                () -> assertThat(consumer.await(1, TimeUnit.HOURS)).as("nothing to poll").isFalse());
        Ring full = kind.anonymous(1024);
        RingProducer producer = kind.producer(full);
        fill(producer);
        CompletableFuture<Void> producing = inThread(() -> {
            assertThat(producer.awaitRoom(8, 1, TimeUnit.HOURS)).as("the claim will tell").isTrue();
            assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
        });
        untilSomebodyWaits(empty, RegionHeader.CONSUMER_WAIT);
        untilSomebodyWaits(full, RegionHeader.PRODUCER_WAIT);
        empty.close();
        full.close();
        consuming.get(60, TimeUnit.SECONDS);
        producing.get(60, TimeUnit.SECONDS);
        assertThat(consumer.isDrained()).isTrue();
    }

    @Test
    void wakeUpChangesTheWordSoThatALateSleeperDoesNotSleep() {
        Ring ring = SpscRing.anonymous(1024);
        var word = ring.memory().region();
        RingProducer producer = RingKind.SPSC.producer(ring);
        producer.wake();
        assertThat(word.get(ValueLayout.JAVA_INT, RegionHeader.CONSUMER_WAIT)).as("nobody waits").isZero();
        for (int before : new int[]{1, 5, Integer.MAX_VALUE, -1}) {
            word.set(ValueLayout.JAVA_INT, RegionHeader.CONSUMER_WAIT, before);
            producer.wake();
            assertThat(word.get(ValueLayout.JAVA_INT, RegionHeader.CONSUMER_WAIT)).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsTheWaitAndStaysSet(RingKind kind) {
        RingConsumer consumer = kind.consumer(kind.anonymous(1024));
        Thread.currentThread().interrupt();
        assertThat(consumer.await(1, TimeUnit.HOURS)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void commitWithoutWakeUpIsFoundAllTheSame(RingKind kind)
            throws InterruptedException, ExecutionException, TimeoutException {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        CompletableFuture<Void> consuming = inThread(() -> assertThat(consumer.await(1, TimeUnit.HOURS)).isTrue());
        untilSomebodyWaits(ring, RegionHeader.CONSUMER_WAIT);
        offer(producer, 1);
        consuming.get(60, TimeUnit.SECONDS);
    }

    /** Two sides that wait for each other would both sleep if either had not said before what it did. */
    @ParameterizedTest
    @EnumSource
    void sideThatGoesToSleepWakesTheOtherFirst(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        RingConsumer consumer = kind.consumer(ring);
        RingProducer producer = kind.producer(ring);
        pretendThatSomebodyWaits(ring);
        producer.awaitRoom(8, 0, TimeUnit.SECONDS);
        assertThat(word(ring, RegionHeader.CONSUMER_WAIT)).isEqualTo(2);
        assertThat(word(ring, RegionHeader.PRODUCER_WAIT)).isEqualTo(1);
        consumer.await(0, TimeUnit.SECONDS);
        assertThat(word(ring, RegionHeader.PRODUCER_WAIT)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void closingTheRingWakesWhoWaitsOnEitherWord(RingKind kind) {
        Ring ring = kind.anonymous(1024);
        pretendThatSomebodyWaits(ring);
        ring.close();
        assertThat(word(ring, RegionHeader.CONSUMER_WAIT)).isEqualTo(2);
        assertThat(word(ring, RegionHeader.PRODUCER_WAIT)).isEqualTo(2);
    }

    private static void pretendThatSomebodyWaits(Ring ring) {
        ring.memory().region().set(ValueLayout.JAVA_INT, RegionHeader.CONSUMER_WAIT, 1);
        ring.memory().region().set(ValueLayout.JAVA_INT, RegionHeader.PRODUCER_WAIT, 1);
    }

    private static int word(Ring ring, int offset) {
        return ring.memory().region().get(ValueLayout.JAVA_INT, offset);
    }

    @Test
    void waitWordsStandAloneInTheirLines() {
        assertThat(RegionHeader.CONSUMER_WAIT).isEqualTo(256);
        assertThat(RegionHeader.PRODUCER_WAIT).isEqualTo(384);
    }

    @Test
    void awaitRoomWithAnOpenClaimIsAProgrammingError() {
        SpscProducer producer = SpscRing.anonymous(1024).producer();
        producer.tryClaim(TYPE, 8);
        assertThatThrownBy(() -> producer.awaitRoom(8, 1, TimeUnit.HOURS)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("claim is open");
        producer.abort();
        assertThatThrownBy(() -> producer.awaitRoom(249, 1, TimeUnit.HOURS))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("248");
    }

    @ParameterizedTest
    @EnumSource
    void roomThatOneSideAwaitsIsRoomThatItsClaimGets(RingKind kind) throws IOException {
        Ring ring = kind.anonymous(1024);
        RingProducer producer = kind.producer(ring);
        RingConsumer consumer = kind.consumer(ring);
        for (int round = 0; round < 2000; round++) {
            int length = round * 37 % (ring.maxMessageLength() + 1);
            boolean room = producer.awaitRoom(length, 0, TimeUnit.SECONDS);
            long at = producer.tryClaim(TYPE, length);
            assertThat(at >= 0).as("round %d, length %d", round, length).isEqualTo(room);
            if (at >= 0) {
                producer.commit();
            }
            if (!room || round % 3 == 0) {
                consumer.poll((t, s, o, l) -> {}, 1);
            }
        }
    }
}
