package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.Deceased;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sides of an {@link SpscRing} find that open it behind others, alive or killed; and what the lagging word of the position hides. */
class SpscSuccessionTest {
    private static final int TYPE = 7;
    private static final Deceased KILLED = Deceased.killed();

    private static void send(SpscProducer producer, int length) {
        assertThat(producer.offer(TYPE, MemorySegment.ofArray(new byte[length]))).isPositive();
    }

    private static List<Integer> drain(SpscConsumer consumer) {
        List<Integer> lengths = new ArrayList<>();
        consumer.poll((t, s, o, l) -> lengths.add(l), 5_000);
        return lengths;
    }

    /** Claims and fills the claim with what looks like headers of type 1 and length 8. */
    private static void scribble(SpscRing ring, SpscProducer producer, int length) {
        long at = producer.tryClaim(TYPE, length);
        assertThat(at).isPositive();
        for (long word = at; word < at + length; word += Long.BYTES) {
            ring.data().set(ValueLayout.JAVA_LONG, word, RecordLayout.header(8, 1));
        }
    }

    private static long zerosFrom(SpscRing ring, long position) {
        long zeros = 0;
        for (long at = position; at < position + ring.capacity(); at += ring.alignment()) {
            if (OffHeap.getLong(ring.dataAddress() + (at & ring.capacity() - 1)) == 0) {
                zeros++;
            }
        }
        return zeros;
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 128})
    void openClaimsOfADeadProducerAreClearedForTheNext(int alignment) {
        SpscRing ring = SpscRing.anonymous(4096, alignment);
        SpscConsumer consumer = ring.consumer();
        SpscProducer dead = ring.producer();
        for (int i = 0; i < 5; i++) {
            send(dead, 600);
            drain(consumer);
        }
        send(dead, 1);
        scribble(ring, dead, 1000);
        long end = dead.position();
        dead.setAside();
        scribble(ring, dead, 1000);
        KILLED.register(ring.producerParty());
        SpscProducer next = ring.producer();
        assertThat(next.position()).isEqualTo(end);
        for (int i = 2; i < 40; i++) {
            send(next, i);
            assertThat(drain(consumer)).isEqualTo(i == 2 ? List.of(1, 2) : List.of(i));
        }
        assertThat(drain(consumer)).isEmpty();
    }

    @Test
    void nextProducerBeginsAtTheOldestClaimThatTheDeadOneHadSetAside() {
        SpscRing ring = SpscRing.anonymous(8192);
        SpscProducer dead = ring.producer();
        dead.tryClaim(TYPE, 8);
        dead.setAside();
        for (int i = 0; i < 40; i++) {
            send(dead, 8);
            assertThat(ring.publishedPosition()).isZero();
        }
        KILLED.register(ring.producerParty());
        send(ring.producer(), 9);
        assertThat(drain(ring.consumer())).containsExactly(9);
    }

    @Test
    void abortedClaimLeavesZeros() {
        SpscRing ring = SpscRing.anonymous(1024, 8);
        SpscProducer producer = ring.producer();
        scribble(ring, producer, 200);
        producer.abort();
        assertThat(zerosFrom(ring, 0)).isEqualTo(128);
    }

    @Test
    void nextProducerAfterAProperEndTakesTheFreeSpaceAsItIs() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer producer = ring.producer();
        producer.tryClaim(TYPE, 30);
        producer.close();
        // Nobody does that; it shows whether the words are cleared once more.
        OffHeap.putLong(ring.dataAddress() + 512, 99);
        ring.producer().close();
        assertThat(OffHeap.getLong(ring.dataAddress() + 512)).isEqualTo(99);
    }

    @Test
    void releaseThatADeadConsumerHasBegunIsEnded() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer producer = ring.producer();
        for (int i = 1; i <= 4; i++) {
            send(producer, i);
        }
        KILLED.register(ring.consumerParty());
        OffHeap.putLong(ring.consumerPositionAddress() + Ring.CONSUMED, 3 * 64);
        OffHeap.putLong(ring.dataAddress(), 0);
        assertThat(ring.producerPosition()).isEqualTo(4 * 64);
        SpscConsumer next = ring.consumer();
        assertThat(ring.consumerPosition()).isEqualTo(3 * 64);
        assertThat(OffHeap.getLong(ring.dataAddress() + 64)).isZero();
        assertThat(drain(next)).containsExactly(4);
        assertThat(zerosFrom(ring, 0)).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"3", "1099511627776", "1088"})
    void producerRefusesAnImpossibleConsumedPositionAndLeavesNoPlaceTaken(long consumed) {
        SpscRing ring = SpscRing.anonymous(1024);
        OffHeap.putLong(ring.consumerPositionAddress() + Ring.CONSUMED, consumed);
        assertThat(ring.size()).isBetween(0L, 1024L);
        assertThatThrownBy(ring::producer).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("consumed position " + consumed);
        assertThat(ring.producerParty().isTaken()).isFalse();
    }

    @Test
    void waitForRoomTellsTheEndOfThePositions() {
        SpscRing ring = SpscRing.anonymous(1024);
        long end = Long.MAX_VALUE - 1023;
        OffHeap.putLong(ring.producerPositionAddress(), end);
        OffHeap.putLong(ring.consumerPositionAddress(), end - 64);
        SpscProducer producer = ring.producer();
        assertThat(producer.awaitRoom(8, 0, TimeUnit.SECONDS)).isTrue();
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
    }

    @Test
    void closedConsumerDoesNotWait() {
        SpscRing ring = SpscRing.anonymous(1024);
        send(ring.producer(), 1);
        SpscConsumer consumer = ring.consumer();
        consumer.close();
        assertThat(consumer.await(1, TimeUnit.MINUTES)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-64, 0", "32, 0", "0, 2048", "0, 96", "0, -1"})
    void contradictoryWordsOfTheConsumerAreCorrupt(long freed, long consumed) {
        SpscRing ring = SpscRing.anonymous(1024);
        OffHeap.putLong(ring.consumerPositionAddress(), freed);
        OffHeap.putLong(ring.consumerPositionAddress() + Ring.CONSUMED, consumed);
        if (freed == 0 && consumed == -1) {
            // Behind the position: never stored, or of a ring that was counted on.
            assertThat(ring.consumer().position()).isZero();
            return;
        }
        assertThatThrownBy(ring::consumer).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("consumer position " + freed);
        assertThat(ring.consumerParty().isTaken()).isFalse();
    }

    @Test
    void producerPositionCountsWhatTheWordDoesNot() {
        SpscRing ring = SpscRing.anonymous(4096);
        SpscProducer producer = ring.producer();
        for (int i = 1; i <= 9; i++) {
            send(producer, 8);
            assertThat(ring.producerPosition()).isEqualTo(64L * i);
            assertThat(ring.size()).isEqualTo(64L * i);
        }
        assertThat(ring.publishedPosition()).isZero();
        drain(ring.consumer());
        assertThat(ring.producerPosition()).isEqualTo(9 * 64);
        assertThat(ring.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 128})
    void producerPositionOfAFullRingIsOneCapacityAhead(int alignment) {
        SpscRing ring = SpscRing.anonymous(1024, alignment);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        for (int lap = 0; lap < 5; lap++) {
            while (producer.tryClaim(TYPE, alignment == 8 ? 0 : alignment - 8) >= 0) {
                producer.commit();
                assertThat(ring.producerPosition()).isEqualTo(producer.position());
            }
            assertThat(ring.size()).isEqualTo(1024);
            producer.close();
            producer = ring.producer();
            assertThat(producer.position()).isEqualTo(ring.consumerPosition() + 1024);
            assertThat(consumer.poll((t, s, o, l) -> {}, 3 + lap)).isEqualTo(3 + lap);
            assertThat(ring.size()).isEqualTo(1024 - (3L + lap) * alignment);
        }
    }

    @Test
    void corruptRecordBehindTheWordIsRefusedByTheNextProducerAndNotCounted() {
        SpscRing ring = SpscRing.anonymous(1024);
        SpscProducer producer = ring.producer();
        send(producer, 8);
        send(producer, 8);
        OffHeap.putLong(ring.dataAddress() + 64, 5);
        assertThat(ring.producerPosition()).isEqualTo(64);
        KILLED.register(ring.producerParty());
        assertThatThrownBy(ring::producer).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("record at position 64: length 5");
    }

    @Test
    void producerPositionNeverGoesBackUnderTraffic() throws InterruptedException {
        SpscRing ring = SpscRing.anonymous(4096, 8);
        int messages = 300_000;
        AtomicBoolean done = new AtomicBoolean();
        List<String> faults = new ArrayList<>();
        Thread observer = new Thread(() -> {
            long last = 0;
            while (!done.get()) {
                long consumed = ring.consumerPosition();
                long produced = ring.producerPosition();
                if (produced < last || produced < consumed) {
                    faults.add(produced + " after " + last + ", consumed " + consumed);
                    return;
                }
                last = produced;
            }
        });
        Thread consuming = new Thread(() -> {
            SpscConsumer consumer = ring.consumer();
            for (int got = 0; got < messages;) {
                int polled = consumer.poll((t, s, o, l) -> {}, 7);
                got += polled;
                if (polled == 0) {
                    Thread.yield();
                }
            }
        });
        observer.start();
        consuming.start();
        SpscProducer producer = ring.producer();
        for (int i = 0; i < messages; i++) {
            while (producer.tryClaim(TYPE, i % 150) < 0) {
                Thread.yield();
            }
            producer.commit();
        }
        consuming.join();
        done.set(true);
        observer.join();
        assertThat(faults).isEmpty();
        assertThat(ring.producerPosition()).isEqualTo(producer.position()).isEqualTo(ring.consumerPosition());
    }
}
