package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.RegionHeader;
import io.sidecore.ring.RingPeer.Role;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rings between two processes, over memfds and files: waiting, refusing a second side, and taking over from one that was killed. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingProcessTest {
    private static final int COUNT = 100_000;

    private static RingPeer start(Role role, RingKind kind, Ring ring, long count) throws IOException {
        return new RingPeer(role, kind, ring.memory().path().orElseThrow(), count);
    }

    private static void offer(RingProducer producer, long value) {
        MemorySegment message = MemorySegment.ofArray(new long[]{value});
        assertThat(producer.offer(7, message, 0, Long.BYTES)).isPositive();
    }

    private static List<Long> drain(RingConsumer consumer) {
        List<Long> values = new ArrayList<>();
        consumer.poll((t, s, o, l) -> values.add(s.get(ValueLayout.JAVA_LONG_UNALIGNED, o)), Integer.MAX_VALUE);
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void everyMessageArrivesWithWaitsInBothProcesses(RingKind kind) throws IOException, InterruptedException {
        Ring ring = kind.memfd(1024);
        try (RingPeer sender = start(Role.SEND, kind, ring, COUNT)) {
            RingConsumer consumer = kind.consumer(ring);
            assertThat(RingWaitTest.receive(consumer, COUNT)).isEqualTo(COUNT * (COUNT - 1L) / 2);
            assertThat(sender.exitCode()).isZero();
            assertThat(consumer.missedWakeUps()).as("lost wake-ups").isLessThan(20);
        }
    }

    @Test
    void messagesReachAWaitingProcessThroughAFileToo(@TempDir Path folder) throws IOException, InterruptedException {
        Ring ring = RingKind.SPSC.create(folder.resolve("ring"), 1024);
        try (RingPeer receiver = start(Role.RECEIVE, RingKind.SPSC, ring, 1000)) {
            RingWaitTest.send(RingKind.SPSC.producer(ring), 1000);
            assertThat(receiver.readLine()).isEqualTo("499500");
            assertThat(receiver.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void processKilledInItsWaitIsSucceededByAnother(RingKind kind) throws IOException, InterruptedException {
        Ring ring = kind.memfd(1024);
        RingProducer producer = kind.producer(ring);
        try (RingPeer waiting = start(Role.WAIT_FOR_MESSAGE, kind, ring, 0)) {
            waiting.readLine();
            RingWaitTest.untilSomebodyWaits(ring, RegionHeader.CONSUMER_WAIT);
            waiting.kill();
        }
        try (RingPeer next = start(Role.RECEIVE, kind, ring, 1000)) {
            RingWaitTest.send(producer, 1000);
            assertThat(next.readLine()).isEqualTo("499500");
            assertThat(next.exitCode()).isZero();
        }
    }

    @Test
    void memfdOutlivesItsCreatorInThoseWhoAreAttached() throws IOException, InterruptedException {
        Ring created = RingKind.SPSC.memfd(1024);
        Path path = created.memory().path().orElseThrow();
        try (RingPeer receiver = start(Role.RECEIVE, RingKind.SPSC, created, 10)) {
            RingWaitTest.untilSomebodyWaits(created, RegionHeader.CONSUMER_WAIT);
            created.memory().releaseDescriptor();
            assertThatThrownBy(() -> SpscRing.attach(path)).isInstanceOf(IOException.class);
            RingWaitTest.send(RingKind.SPSC.producer(created), 10);
            assertThat(receiver.readLine()).isEqualTo("45");
        }
    }

    @Test
    void secondProducerIsRefusedWithTheFirstOnesProcess() throws IOException, InterruptedException {
        SpscRing ring = SpscRing.memfd("test", 1024);
        try (RingPeer first = start(Role.PRODUCE, RingKind.SPSC, ring, 0)) {
            assertThat(first.readLine()).isEqualTo("ready");
            assertThatThrownBy(ring::producer).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("producer is process " + first.pid()).hasMessageNotContaining("dead");
            first.kill();
            assertThat(ring.producerParty().isDead()).isTrue();
            assertThat(ring.producerParty().describe()).contains("process " + first.pid() + ", which is dead");
            offer(ring.producer(), 5);
        }
        assertThat(drain(ring.consumer())).containsExactly(5L);
    }

    @ParameterizedTest
    @EnumSource
    void secondConsumerIsRefusedWithTheFirstOnesProcess(RingKind kind) throws IOException, InterruptedException {
        Ring ring = kind.memfd(1024);
        try (RingPeer first = start(Role.WAIT_FOR_MESSAGE, kind, ring, 0)) {
            assertThat(first.readLine()).isEqualTo("ready");
            assertThatThrownBy(() -> kind.consumer(ring)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("consumer is process " + first.pid());
            first.kill();
            kind.consumer(ring).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void messageOfAConsumerKilledInItsHandlerComesAgain(RingKind kind) throws IOException, InterruptedException {
        Ring ring = kind.memfd(1024);
        offer(kind.producer(ring), 1);
        try (RingPeer first = start(Role.HANDLE, kind, ring, 0)) {
            assertThat(first.readLine()).isEqualTo("ready");
            first.kill();
        }
        assertThat(drain(kind.consumer(ring))).containsExactly(1L);
    }

    @Test
    void claimOfAKilledProducerIsTakenOverByTheNextInAnSpscRing() throws IOException, InterruptedException {
        SpscRing ring = SpscRing.memfd("test", 1024);
        try (RingPeer first = start(Role.CLAIM, RingKind.SPSC, ring, 0)) {
            assertThat(first.readLine()).isEqualTo("ready");
            first.kill();
        }
        offer(ring.producer(), 2);
        assertThat(drain(ring.consumer())).containsExactly(2L);
    }

    /** Nobody ever wakes the consumer here: the producer that should have is dead. */
    @Test
    void waitingConsumerSkipsTheClaimOfAKilledProducer() throws IOException, InterruptedException {
        MpscRing ring = MpscRing.memfd("test", 1024);
        MpscConsumer consumer = ring.consumer();
        try (RingPeer first = start(Role.CLAIM, RingKind.MPSC, ring, 0)) {
            assertThat(first.readLine()).isEqualTo("ready");
            offer(ring.producer(), 2);
            assertThat(drain(consumer)).isEmpty();
            first.kill();
        }
        List<Long> received = new ArrayList<>();
        while (received.isEmpty()) {
            assertThat(consumer.await(60, TimeUnit.SECONDS)).isTrue();
            received.addAll(drain(consumer));
        }
        assertThat(received).containsExactly(2L);
        assertThat(consumer.recovered()).isEqualTo(64);
    }
}
