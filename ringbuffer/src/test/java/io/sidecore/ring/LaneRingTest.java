package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.Future;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneRingTest {
    private static final int TYPE = 7;
    private static final int STRIDE = 512 + 1024;

    @TempDir
    Path folder;

    private static boolean trySend(SpscProducer producer, long value) {
        long at = producer.tryClaim(TYPE, Long.BYTES);
        if (at < 0) {
            return false;
        }
        producer.data().set(ValueLayout.JAVA_LONG, at, value);
        producer.commit();
        return true;
    }

    private static void send(SpscProducer producer, long... values) {
        for (long value : values) {
            assertThat(trySend(producer, value)).isTrue();
        }
    }

    private static List<Long> drain(LaneConsumer consumer, int limit) {
        List<Long> values = new ArrayList<>();
        int polled = consumer.poll((t, s, o, l) -> values.add(s.get(ValueLayout.JAVA_LONG, o)), limit);
        assertThat(polled).isEqualTo(values.size());
        return values;
    }

    private static List<Long> drain(LaneConsumer consumer) {
        return drain(consumer, Integer.MAX_VALUE);
    }

    // Lanes and their turns

    @Test
    void producersGetLanesOfTheirOwnInOrder() {
        LaneRing ring = LaneRing.anonymous(3, 1024);
        SpscProducer one = ring.producer();
        SpscProducer two = ring.producer();
        assertThat(ring.lane(one)).isZero();
        assertThat(ring.lane(two)).isEqualTo(1);
        send(one, 1);
        send(two, 2, 3);
        assertThat(ring.size(0)).isEqualTo(64);
        assertThat(ring.size(1)).isEqualTo(128);
        assertThat(ring.size(2)).isZero();
        assertThat(ring.size()).isEqualTo(192);
        LaneConsumer consumer = ring.consumer();
        assertThat(drain(consumer)).containsExactly(1L, 2L, 3L);
        assertThat(consumer.position(1)).isEqualTo(128);
        assertThat(consumer.position()).isEqualTo(192);
        assertThat(ring.size()).isZero();
    }

    @Test
    void fullLaneGivesBackPressureToItsOwnProducerOnly() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        SpscProducer full = ring.producer();
        SpscProducer other = ring.producer();
        int sent = 0;
        while (trySend(full, 1)) {
            sent++;
        }
        assertThat(sent).isEqualTo(16);
        assertThat(full.tryClaim(TYPE, 8)).isEqualTo(Ring.BACK_PRESSURE);
        send(other, 2);
    }

    @Test
    void turnEndsWithTheBudgetAndGoesRound() {
        LaneRing ring = LaneRing.anonymous(3, 1024);
        send(ring.producer(), 10, 11, 12, 13, 14);
        send(ring.producer(), 20);
        send(ring.producer(), 30, 31, 32);
        assertThat(drain(ring.consumer(2))).containsExactly(10L, 11L, 20L, 30L, 31L, 12L, 13L, 32L, 14L);
    }

    @Test
    void turnThatTheLimitCutsShortIsContinuedByTheNextPoll() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        send(ring.producer(), 10, 11, 12, 13, 14, 15);
        send(ring.producer(), 20, 21, 22, 23, 24, 25);
        LaneConsumer consumer = ring.consumer(3);
        assertThat(drain(consumer, 4)).containsExactly(10L, 11L, 12L, 20L);
        assertThat(drain(consumer, 4)).containsExactly(21L, 22L, 13L, 14L);
        assertThat(drain(consumer, 1)).containsExactly(15L);
        assertThat(drain(consumer, 0)).isEmpty();
        assertThat(drain(consumer, 4)).containsExactly(23L, 24L, 25L);
    }

    @Test
    void floodingLaneNeverHoldsUpTricklingOnesForMoreThanABudgetEach() {
        int lanes = 5;
        for (int budget : new int[]{1, 3, 8}) {
            Random random = new Random(42);
            LaneRing ring = LaneRing.anonymous(lanes, 1024);
            SpscProducer[] producers = new SpscProducer[lanes];
            Arrays.setAll(producers, i -> ring.producer());
            LaneConsumer consumer = ring.consumer(budget);
            long[] sent = new long[lanes];
            long[] received = new long[lanes];
            long[] waited = new long[lanes];
            for (int step = 0; step < 20_000; step++) {
                // Two lanes flood, three trickle.
                for (int lane = 0; lane < lanes; lane++) {
                    for (int i = lane % 3 == 0 ? 15 : random.nextInt(8) / 7; i > 0
                            && trySend(producers[lane], sent[lane]); i--) {
                        sent[lane]++;
                    }
                }
                long backlog = Arrays.stream(sent).sum() - Arrays.stream(received).sum();
                int limit = random.nextInt(2 * budget + 5);
                int polled = consumer.poll((t, s, o, l) -> {
                    int lane = consumer.lane();
                    assertThat(s.get(ValueLayout.JAVA_LONG, o)).isEqualTo(received[lane]++);
                    for (int other = 0; other < lanes; other++) {
                        waited[other] = other == lane || received[other] == sent[other] ? 0 : waited[other] + 1;
                        assertThat(waited[other]).isLessThanOrEqualTo((long) budget * (lanes - 1));
                    }
                }, limit);
                assertThat(polled).isEqualTo((int) Math.min(limit, backlog));
            }
            assertThat(received[1]).as("trickling lane").isBetween(sent[1] - 16, sent[1]);
            assertThat(Math.abs(received[0] - received[3])).as("flooding lanes' shares")
                    .isLessThanOrEqualTo(budget);
        }
    }

    @Test
    void messageForALaneThatThisPollHasFoundEmptyWaitsForNoMoreThanABudget() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        send(ring.producer(), 10, 11, 12, 13, 14, 15);
        SpscProducer late = ring.producer();
        List<Long> seen = new ArrayList<>();
        ring.consumer(2).poll((t, s, o, l) -> {
            seen.add(s.get(ValueLayout.JAVA_LONG, o));
            if (seen.size() == 3) {
                send(late, 20);
            }
        }, 100);
        assertThat(seen).containsExactly(10L, 11L, 12L, 13L, 20L, 14L, 15L);
    }

    @Test
    void lanesThatNobodyHasOpenedAreNotLookedAt() {
        LaneRing ring = LaneRing.anonymous(3, 1024);
        SpscProducer producer = ring.producer();
        ring.memory().data().set(ValueLayout.JAVA_LONG, STRIDE + 512, 1);
        LaneConsumer consumer = ring.consumer();
        send(producer, 1);
        assertThat(drain(consumer)).containsExactly(1L);
        assertThat(consumer.quarantined()).isZero();
    }

    @Test
    void laneOpenedWhileTheConsumerRunsIsFound() {
        LaneRing ring = LaneRing.anonymous(55, 1024);
        LaneConsumer consumer = ring.consumer();
        for (long lane = 0; lane < 55; lane++) {
            assertThat(drain(consumer)).isEmpty();
            send(ring.producer(), lane);
            assertThat(drain(consumer)).containsExactly(lane);
        }
    }

    @Test
    void throwingHandlerConsumesItsMessageAndPassesTheTurnOn() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        send(ring.producer(), 10, 11, 12);
        send(ring.producer(), 20);
        LaneConsumer consumer = ring.consumer();
        List<Long> seen = new ArrayList<>();
        MessageHandler handler = (t, s, o, l) -> {
            seen.add(s.get(ValueLayout.JAVA_LONG, o));
            if (seen.size() == 2) {
                throw new IllegalArgumentException("second");
            }
        };
        assertThatThrownBy(() -> consumer.poll(handler, 10)).hasMessage("second");
        assertThat(consumer.poll(handler, 10)).isEqualTo(2);
        assertThat(seen).containsExactly(10L, 11L, 20L, 12L);
    }

    @Test
    void abortedMessageHoldsUpItsOwnLaneOnly() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        send(ring.producer(), 10, 11);
        send(ring.producer(), 20, 21);
        LaneConsumer consumer = ring.consumer();
        List<Long> seen = new ArrayList<>();
        ControlledMessageHandler refusing = (t, s, o, l) -> {
            long value = s.get(ValueLayout.JAVA_LONG, o);
            seen.add(value);
            return value == 11 ? ControlledMessageHandler.Action.ABORT : ControlledMessageHandler.Action.CONTINUE;
        };
        assertThat(consumer.controlledPoll(refusing, 10)).isEqualTo(1);
        assertThat(consumer.controlledPoll(refusing, 10)).isEqualTo(2);
        assertThat(seen).containsExactly(10L, 11L, 20L, 21L, 11L);
        assertThat(drain(consumer)).containsExactly(11L);
    }

    @Test
    void breakEndsThePollAndTheTurnGoesOnWhereItWas() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        send(ring.producer(), 10, 11, 12);
        send(ring.producer(), 20);
        LaneConsumer consumer = ring.consumer(2);
        ControlledMessageHandler one = (t, s, o, l) -> ControlledMessageHandler.Action.BREAK;
        assertThat(consumer.controlledPoll(one, 10)).isEqualTo(1);
        assertThat(drain(consumer)).containsExactly(11L, 20L, 12L);
    }

    @Test
    void committedMessageIsFreedAtOnceInItsLane() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        ring.producer();
        send(ring.producer(), 20, 21);
        List<Long> freed = new ArrayList<>();
        ring.consumer().controlledPoll((t, s, o, l) -> {
            freed.add(ring.consumerPosition(1));
            return ControlledMessageHandler.Action.COMMIT;
        }, 10);
        assertThat(freed).containsExactly(0L, 64L);
        assertThat(ring.consumerPosition(0)).isZero();
    }

    // Closing, and what tells messages apart

    @Test
    void closedRingTakesNoClaimAndIsDrainedWhenAllLanesAre() {
        LaneRing ring = LaneRing.anonymous(3, 1024);
        SpscProducer one = ring.producer();
        SpscProducer two = ring.producer();
        LaneConsumer consumer = ring.consumer();
        send(two, 2, 3);
        assertThat(consumer.isDrained()).isFalse();
        ring.close();
        assertThat(one.tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
        assertThat(two.tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
        assertThat(ring.isClosed()).isTrue();
        assertThat(consumer.isDrained()).as("before the lanes were looked at").isFalse();
        assertThat(drain(consumer, 1)).containsExactly(2L);
        assertThat(consumer.isDrained()).as("with a message left in the second lane").isFalse();
        assertThat(drain(consumer, 1)).containsExactly(3L);
        assertThat(consumer.isDrained()).isTrue();
    }

    @Test
    void correlationIdsAreThoseOfTheWholeRing() throws IOException {
        Path file = folder.resolve("ring");
        LaneRing ring = LaneRing.create(file, 2, 1024);
        assertThat(ring.nextCorrelationId()).isEqualTo(1);
        assertThat(LaneRing.attach(file).nextCorrelationId()).isEqualTo(2);
    }

    @Test
    void laneAndPositionTellWhatComesTwiceAfterAConsumerHasDied() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        SpscProducer[] producers = {ring.producer(), ring.producer()};
        long[] stored = new long[2];
        List<Long> effects = new ArrayList<>();
        for (long i = 0; i < 30; i++) {
            send(producers[0], i);
            send(producers[1], 100 + i);
            long[] before = {ring.consumerPosition(0), ring.consumerPosition(1)};
            try (LaneConsumer consumer = ring.consumer(1)) {
                consumer.poll((t, s, o, l) -> {
                    if (consumer.messagePosition() > stored[consumer.lane()]) {
                        stored[consumer.lane()] = consumer.messagePosition();
                        effects.add(s.get(ValueLayout.JAVA_LONG, o));
                    }
                }, 3);
                assertThat(consumer.messagePosition(0)).isEqualTo(stored[0]);
            }
            if (i % 3 == 0) {
                // As if it had died just before its release.
                for (int lane = 0; lane < 2; lane++) {
                    ring.memory().region().set(ValueLayout.JAVA_LONG, 8192 + lane * STRIDE + 256, before[lane]);
                }
            }
        }
        assertThat(effects).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void oneConsumerAtATimeForAllLanes() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        LaneConsumer consumer = ring.consumer();
        assertThatThrownBy(ring::consumer).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the consumer is this process");
        consumer.close();
        LaneConsumer next = ring.consumer();
        next.heartbeat();
        assertThat(ring.consumerParty().isTaken()).isTrue();
        assertThat(ring.consumerParty().heartbeat()).isPresent();
    }

    // Lanes of producers that have gone

    @Test
    void laneOfAClosedProducerIsReusedBehindWhatWasCommitted() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        SpscProducer first = ring.producer();
        SpscProducer second = ring.producer();
        send(first, 1, 2);
        send(second, 20);
        first.tryClaim(TYPE, 8);
        first.close();
        SpscProducer next = ring.producer();
        assertThat(ring.lane(next)).isZero();
        assertThat(next.position()).isEqualTo(128);
        send(next, 3);
        assertThat(drain(ring.consumer())).containsExactly(1L, 2L, 3L, 20L);
        assertThat(ring.producerPosition(0)).isEqualTo(192);
    }

    @Test
    void laneOfALiveProducerIsNeverTaken() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        ring.producer();
        ring.producer();
        assertThatThrownBy(ring::producer).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no lane is free: of 2, 2 have a producer and 0 are quarantined");
    }

    @Test
    void laneOfAKilledProducerIsTakenOverBehindWhatItCommitted() throws IOException, InterruptedException {
        Path file = folder.resolve("ring");
        LaneRing ring = LaneRing.create(file, 2, 1024);
        Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                DyingProducer.class.getName(), file.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(child.getInputStream().read()).isEqualTo('r');
        assertThat(ring.lane(ring.producer())).as("while the child lives").isEqualTo(1);
        assertThatThrownBy(ring::producer).hasMessageContaining("of 2, 2 have a producer");
        child.destroyForcibly().waitFor();
        // As if it had died between the commit and the store of its position.
        ring.memory().region().set(ValueLayout.JAVA_LONG, 8192 + 128, 64);

        SpscProducer next = ring.producer();
        assertThat(ring.lane(next)).isZero();
        assertThat(next.position()).isEqualTo(192);
        send(next, 4);
        assertThat(drain(ring.consumer())).containsExactly(1L, 2L, 3L, 4L);
        assertThat(ring.producerParty(0).pid()).isEqualTo(ProcessHandle.current().pid());
    }

    /** Another process: commits three messages, leaves a claim open, and waits for its end. */
    static final class DyingProducer {
        public static void main(String[] args) throws IOException, InterruptedException {
            LaneRing ring = LaneRing.attach(Path.of(args[0]));
            SpscProducer producer = ring.producer();
            send(producer, 1, 2, 3);
            long at = producer.tryClaim(TYPE, 200);
            producer.data().asSlice(at, 200).fill((byte) 1);
            System.out.print('r');
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    // Refusals

    @Test
    void attachedRingIsTheOneThatWasCreated() throws IOException {
        Path file = folder.resolve("ring");
        send(LaneRing.create(file, 5, 2048, 8).producer(), 1);
        LaneRing attached = LaneRing.attach(file);
        assertThat(attached.lanes()).isEqualTo(5);
        assertThat(attached.laneCapacity()).isEqualTo(2048);
        assertThat(attached.alignment()).isEqualTo(8);
        assertThat(attached.maxMessageLength()).isEqualTo(504);
        assertThat(drain(attached.consumer())).containsExactly(1L);
    }

    @Test
    void lanesThatContradictTheRegionAreRefusedByName() throws IOException {
        assertRefused(72, 0, "lanes 0: must be from 1 to 55");
        assertRefused(72, 56, "lanes 56: must be from 1 to 55");
        assertRefused(72, 0xFFFF_FFFFL, "lanes -1: must be from 1 to 55");
        assertRefused(72, 2, "lanes 2 with a lane capacity of 1024 take 3072 bytes, but the capacity is 4608");
        assertRefused(80, 1000, "lane capacity 1000: must be a power of two");
        assertRefused(80, 512, "lane capacity 512: must be a power of two from 1024");
        assertRefused(80, 4096, "lanes 3 with a lane capacity of 4096 take 13824 bytes, but the capacity is 4608");
        assertRefused(80, Long.MIN_VALUE, "lane capacity -9223372036854775808");
        assertRefused(32, 1 | 1L << 32, "alignment 1");
    }

    private void assertRefused(int offset, long value, String reason) throws IOException {
        Path file = folder.resolve("lanes-" + offset + "-" + value);
        LaneRing.create(file, 3, 1024).memory().region().set(ValueLayout.JAVA_LONG, offset, value);
        assertThatThrownBy(() -> LaneRing.attach(file)).isInstanceOf(RegionException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining(reason);
    }

    @Test
    void otherRegionsAreNotLaneRingsAndLaneRingsAreNoOthers() throws IOException {
        Path spsc = folder.resolve("spsc");
        SpscRing.create(spsc, 1024);
        assertThatThrownBy(() -> LaneRing.attach(spsc)).isInstanceOf(RegionException.class)
                .hasMessageContaining("kind is 1, expected 3 (LANE_RING)");
        Path lanes = folder.resolve("lanes");
        LaneRing.create(lanes, 2, 1024);
        assertThatThrownBy(() -> SpscRing.attach(lanes)).hasMessageContaining("kind is 3, expected 1");
        Path none = folder.resolve("none");
        SharedMemory.create(none, RegionKind.LANE_RING, 1536, 64);
        assertThatThrownBy(() -> LaneRing.attach(none)).hasMessageContaining("lanes 0");
        assertThatThrownBy(() -> LaneRing.attach(folder.resolve("missing"))).hasMessageContaining("no such file");
        try (FileChannel channel = FileChannel.open(lanes, StandardOpenOption.WRITE)) {
            channel.truncate(9000);
        }
        assertThatThrownBy(() -> LaneRing.attach(lanes)).hasMessageContaining("truncated");
    }

    @Test
    void badNumbersAreRefused() {
        for (int lanes : new int[]{-1, 0, 56, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> LaneRing.anonymous(lanes, 1024)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lanes " + lanes);
        }
        for (long capacity : new long[]{0, 512, 1000, -1024, 1L << 31, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> LaneRing.anonymous(2, capacity)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lane capacity " + capacity);
        }
        assertThatThrownBy(() -> LaneRing.anonymous(2, 1024, 4)).hasMessageContaining("alignment 4");
        assertThatThrownBy(() -> LaneRing.anonymous(2, 1024).consumer(0)).hasMessageContaining("budget 0");
    }

    @Test
    void regionHasTheGoldenBytes() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        MemorySegment region = ring.memory().region();
        ring.producer();
        SpscProducer second = ring.producer();
        second.offer(TYPE, MemorySegment.ofArray(new byte[]{1, 2, 3}), 0, 3);
        second.offer(TYPE, MemorySegment.ofArray(new byte[]{4, 5, 6}), 0, 3);
        drain(ring.consumer(), 1);
        second.close();
        assertThat(region.byteSize()).isEqualTo(8192 + 2 * (512 + 1024));
        assertThat(region.get(ValueLayout.JAVA_INT, 12)).as("kind").isEqualTo(3);
        assertThat(region.get(ValueLayout.JAVA_LONG, 16)).as("capacity").isEqualTo(3072);
        assertThat(region.get(ValueLayout.JAVA_INT, 72)).as("lanes").isEqualTo(2);
        assertThat(region.get(ValueLayout.JAVA_LONG, 80)).as("lane capacity").isEqualTo(1024);
        assertThat(region.get(ValueLayout.JAVA_LONG, 88)).as("lanes opened").isEqualTo(0b11);
        assertThat(region.get(ValueLayout.JAVA_LONG, 512)).as("positions of the header are not used").isZero();
        assertThat(region.get(ValueLayout.JAVA_LONG, 8192 + 128)).as("producer position of lane 0").isZero();
        assertThat(region.get(ValueLayout.JAVA_LONG, 9728 + 128)).as("producer position of lane 1").isEqualTo(128);
        assertThat(region.get(ValueLayout.JAVA_LONG, 9728 + 256)).as("consumer position of lane 1").isEqualTo(64);
        assertThat(region.get(ValueLayout.JAVA_LONG, 9728 + 264)).as("consumed position of lane 1").isEqualTo(64);
        assertThat(region.get(ValueLayout.JAVA_LONG, 8192 + 136)).as("producer of lane 0 is open").isEqualTo(1);
        assertThat(region.get(ValueLayout.JAVA_LONG, 9728 + 136)).as("producer of lane 1 is open").isZero();
        assertThat(region.get(ValueLayout.JAVA_LONG, 9728 + 512)).as("consumed header").isZero();
        assertThat(region.get(ValueLayout.JAVA_LONG, 9728 + 576)).as("header of a record").isEqualTo(11 | 7L << 32);
        assertThat(region.get(ValueLayout.JAVA_BYTE, 9728 + 576 + 10)).isEqualTo((byte) 6);
        assertThat(region.get(ValueLayout.JAVA_LONG, 1024 + 128) >>> 40).as("owner of lane 0")
                .isEqualTo(ProcessHandle.current().pid());
        ring.quarantine(1);
        ring.close();
        assertThat(region.get(ValueLayout.JAVA_LONG, 768)).as("closed, lane 1 quarantined").isEqualTo(0b101);
    }

    @Test
    void waitingConsumerIsWokenByTheProducerOfAnyLane() throws Exception {
        LaneRing ring = LaneRing.anonymous(3, 1024);
        SpscProducer first = ring.producer();
        LaneConsumer consumer = ring.consumer();
        assertThat(consumer.await(0, TimeUnit.SECONDS)).as("a lane not looked at yet").isTrue();
        assertThat(drain(consumer)).isEmpty();
        assertThat(consumer.await(0, TimeUnit.SECONDS)).isFalse();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            for (long i = 1; i <= 100; i++) {
                Future<Boolean> woken = threads.submit(() -> consumer.await(1, TimeUnit.MINUTES));
                SpscProducer producer = i == 50 ? ring.producer() : first;
                send(producer, i);
                producer.wake();
                assertThat(woken.get()).isTrue();
                assertThat(drain(consumer)).containsExactly(i);
            }
            Future<Boolean> woken = threads.submit(() -> consumer.await(1, TimeUnit.MINUTES));
            ring.close();
            assertThat(woken.get()).as("drained").isFalse();
        }
        consumer.close();
        assertThat(consumer.await(1, TimeUnit.MINUTES)).isFalse();
    }

    @Test
    void producerThatWaitsForRoomInItsLaneIsWokenByTheConsumer() throws Exception {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        ring.producer();
        SpscProducer full = ring.producer();
        while (trySend(full, 1)) {
            assertThat(full.position()).isLessThanOrEqualTo(1024);
        }
        LaneConsumer consumer = ring.consumer();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Boolean> woken = threads.submit(() -> full.awaitRoom(8, 1, TimeUnit.MINUTES));
            assertThat(drain(consumer, 1)).hasSize(1);
            consumer.wake();
            assertThat(woken.get()).isTrue();
        }
        send(full, 2);
    }

    @Test
    void handlerCannotPollTheSideThatCalledIt() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        send(ring.producer(), 1);
        send(ring.producer(), 2);
        LaneConsumer consumer = ring.consumer();
        assertThatThrownBy(() -> consumer.poll((t, s, o, l) -> drain(consumer), 5))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("a handler is running");
        assertThat(drain(consumer)).containsExactly(2L);
    }

    @Test
    void sideThatItsHandlerClosesEndsWithThePoll() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        send(ring.producer(), 1, 2);
        send(ring.producer(), 3);
        LaneConsumer consumer = ring.consumer();
        List<Boolean> taken = new ArrayList<>();
        assertThat(consumer.poll((t, s, o, l) -> {
            consumer.close();
            taken.add(ring.consumerParty().isTaken());
        }, 2)).isEqualTo(2);
        assertThat(taken).containsExactly(true, true);
        assertThat(ring.consumerParty().isTaken()).isFalse();
        assertThat(drain(consumer)).isEmpty();
        assertThat(drain(ring.consumer())).containsExactly(3L);
    }

    // Quarantine

    /** Three lanes with a message each, of which the second is no longer one. */
    private static LaneRing ringWithACorruptLane(SpscProducer[] producers) {
        LaneRing ring = LaneRing.anonymous(4, 1024);
        Arrays.setAll(producers, i -> ring.producer());
        send(producers[0], 10);
        send(producers[1], 20, 21);
        send(producers[2], 30);
        ring.memory().data().set(ValueLayout.JAVA_INT, STRIDE + 512 + 64, 5000);
        return ring;
    }

    @Test
    void corruptLaneIsReportedOnceAndTheOthersGoOn() {
        SpscProducer[] producers = new SpscProducer[3];
        LaneRing ring = ringWithACorruptLane(producers);
        LaneConsumer consumer = ring.consumer();
        List<Long> seen = new ArrayList<>();
        MessageHandler handler = (t, s, o, l) -> seen.add(s.get(ValueLayout.JAVA_LONG, o));
        assertThatThrownBy(() -> consumer.poll(handler, 10)).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("record at position 64: length 5000")
                .hasMessageContaining("lane 1 is quarantined");
        assertThat(seen).as("what came before is consumed").containsExactly(10L, 20L);
        assertThat(consumer.quarantined()).isEqualTo(1);
        assertThat(consumer.poll(handler, 10)).isEqualTo(1);
        send(producers[0], 11);
        assertThat(consumer.poll(handler, 10)).isEqualTo(1);
        assertThat(seen).containsExactly(10L, 20L, 30L, 11L);
        assertThat(consumer.position(1)).isEqualTo(64);
        assertThat(ring.isQuarantined(1)).isTrue();
        assertThat(ring.isQuarantined(0)).isFalse();
        ring.close();
        assertThat(consumer.isDrained()).isTrue();
    }

    @Test
    void producerOfAQuarantinedLaneIsToldAndTheLaneIsNotGivenOut() {
        SpscProducer[] producers = new SpscProducer[3];
        LaneRing ring = ringWithACorruptLane(producers);
        LaneConsumer consumer = ring.consumer();
        assertThatThrownBy(() -> drain(consumer)).isInstanceOf(CorruptRingException.class);
        assertThat(producers[1].tryClaim(TYPE, 8)).isEqualTo(Ring.CLOSED);
        assertThat(ring.isClosed()).isFalse();
        send(producers[0], 11);
        producers[1].close();
        assertThat(ring.lane(ring.producer())).isEqualTo(3);
        assertThatThrownBy(ring::producer)
                .hasMessageContaining("no lane is free: of 4, 3 have a producer and 1 is quarantined");
    }

    @Test
    void nextConsumerReportsTheCorruptLaneToo() {
        LaneRing ring = ringWithACorruptLane(new SpscProducer[3]);
        try (LaneConsumer first = ring.consumer()) {
            assertThatThrownBy(() -> drain(first)).isInstanceOf(CorruptRingException.class);
        }
        LaneConsumer second = ring.consumer();
        assertThat(second.quarantined()).isZero();
        assertThatThrownBy(() -> drain(second)).hasMessageContaining("lane 1 is quarantined");
        assertThat(drain(second)).containsExactly(30L);
    }

    @Test
    void laneWithAnImpossibleConsumerPositionIsQuarantinedWhenItIsOpened() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        SpscProducer one = ring.producer();
        SpscProducer two = ring.producer();
        send(one, 10);
        send(two, 20);
        ring.memory().region().set(ValueLayout.JAVA_LONG, 8192 + 256, 7);
        LaneConsumer consumer = ring.consumer();
        assertThatThrownBy(() -> drain(consumer)).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("consumer position 7").hasMessageContaining("lane 0 is quarantined");
        assertThat(drain(consumer)).containsExactly(20L);
    }

    @Test
    void producerPassesOverALaneWithImpossiblePositions() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        ring.memory().region().set(ValueLayout.JAVA_LONG, 8192 + 256, 1 << 20);
        assertThat(ring.lane(ring.producer())).isEqualTo(1);
        assertThatThrownBy(ring::producer).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("contradict each other").hasMessageContaining("lane 0 cannot be used");
        assertThat(ring.producerParty(0).isTaken()).isFalse();
    }

    @Test
    void exceptionOfAnotherRingPassesThroughAndQuarantinesNothing() {
        LaneRing ring = LaneRing.anonymous(1, 1024);
        send(ring.producer(), 1, 2);
        LaneConsumer consumer = ring.consumer();
        CorruptRingException foreign = new CorruptRingException(SpscRing.anonymous(1024), "another");
        assertThatThrownBy(() -> consumer.poll((t, s, o, l) -> {
            throw foreign;
        }, 10)).isSameAs(foreign);
        assertThat(consumer.quarantined()).isZero();
        assertThat(drain(consumer)).containsExactly(2L);
    }

    @Test
    void laneBitsThatDoNotExistAreIgnored() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        send(ring.producer(), 1);
        ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.LANES_OPENED, -1);
        LaneConsumer consumer = ring.consumer();
        assertThat(drain(consumer)).containsExactly(1L);
        ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.LANES_OPENED, 0);
        assertThat(drain(consumer)).isEmpty();
    }

    // Threads

    @Test
    void nothingIsLostBetweenThreeProducersAndTheConsumer() throws InterruptedException {
        LaneRing ring = LaneRing.anonymous(4, 4096);
        int count = 100_000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> produce(ring.producer(), count)));
        }
        LaneConsumer consumer = ring.consumer(10);
        long[] next = new long[4];
        List<String> wrong = new ArrayList<>();
        long start = System.nanoTime();
        boolean ended = false;
        while (!ended && wrong.isEmpty()) {
            assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(30_000_000_000L);
            // Read before the poll: producers that have ended have committed everything by now.
            boolean alive = threads.stream().anyMatch(Thread::isAlive);
            int polled = consumer.poll((t, s, o, l) -> {
                long expected = next[consumer.lane()]++;
                long sum = 0;
                for (int at = 8; at < l; at++) {
                    sum += s.get(ValueLayout.JAVA_BYTE, o + at);
                }
                long word = s.get(ValueLayout.JAVA_LONG_UNALIGNED, o);
                if (word != (expected << 32 | sum & 0xFFFF_FFFFL)) {
                    wrong.add("lane " + consumer.lane() + ", message " + expected + ": " + Long.toHexString(word));
                }
            }, 25);
            ended = polled == 0 && !alive;
            if (polled == 0) {
                Thread.yield();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(next).containsExactly(count, count, count, 0);
        assertThat(ring.size()).isZero();
    }

    /** Messages of random length: the number and a checksum, then the bytes. */
    private static void produce(SpscProducer producer, int count) {
        Random random = new Random(producer.party().index());
        for (long i = 0; i < count; i++) {
            int length = 8 + random.nextInt(100);
            long at;
            while ((at = producer.tryClaim(TYPE, length)) < 0) {
                Thread.yield();
            }
            long sum = 0;
            for (int b = 8; b < length; b++) {
                byte value = (byte) random.nextInt();
                sum += value;
                producer.data().set(ValueLayout.JAVA_BYTE, at + b, value);
            }
            producer.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, i << 32 | sum & 0xFFFF_FFFFL);
            producer.commit();
        }
    }

    @Test
    void claimOpenAtTheCloseMayStillComeWhenTheRingWasFoundDrained() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        SpscProducer producer = ring.producer();
        LaneConsumer consumer = ring.consumer();
        assertThat(drain(consumer)).isEmpty();
        long at = producer.tryClaim(TYPE, Long.BYTES);
        ring.close();
        assertThat(consumer.isDrained()).isTrue();
        producer.data().set(ValueLayout.JAVA_LONG, at, 5);
        producer.commit();
        assertThat(consumer.isDrained()).isFalse();
        assertThat(drain(consumer)).containsExactly(5L);
        assertThat(consumer.isDrained()).isTrue();
    }

    @Test
    void producerOfAnotherRingHasNoLaneInThisOne() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        LaneRing other = LaneRing.anonymous(2, 1024);
        other.producer();
        assertThat(ring.lane(ring.producer())).isZero();
        for (SpscProducer stranger : List.of(SpscRing.anonymous(1024).producer(), other.producer())) {
            assertThatThrownBy(() -> ring.lane(stranger)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another ring");
        }
    }

    @Test
    void noLaneBeyondTheLastIsAskedAbout() {
        LaneRing ring = LaneRing.anonymous(2, 1024);
        for (int lane : new int[]{-1, 2, 62, 63, 64}) {
            assertThatThrownBy(() -> ring.isQuarantined(lane)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> ring.size(lane)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThat(ring.isQuarantined(1)).isFalse();
    }
}
