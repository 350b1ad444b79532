package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.Deceased;
import io.sidecore.memory.Party;
import io.sidecore.memory.access.OffHeap;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dead producer leaves behind is written word by word here, in the order in which the producer writes it. */
class ClaimRecoveryTest {
    private static final int TYPE = 7;
    private static final Deceased KILLED = Deceased.killed();

    /** The stores of a claim and its commit, in their order. */
    private enum Store {
        NOTHING, INTENT_LENGTH, INTENT_START, TAIL, CLAIMED_START, PAYLOAD, HEADER
    }

    private final MpscRing ring = MpscRing.anonymous(1024);
    private final MpscProducer living = ring.producer();
    private final MpscConsumer consumer = ring.consumer();

    private long tailAddress() {
        return ring.producerPositionAddress();
    }

    private Party place(int index) {
        return ring.memory().parties().get(index);
    }

    /** A place whose owner has opened its side and was killed some time later. */
    private Party dead(int index) {
        Party party = place(index);
        KILLED.register(party);
        OffHeap.putLong(party.address() + Party.CLAIMED_START, MpscProducer.NONE);
        OffHeap.putLong(party.address() + Party.INTENT_START, MpscProducer.NONE);
        return party;
    }

    private void claim(Party party, long start, long length, Store last, int type) {
        if (last.compareTo(Store.INTENT_LENGTH) >= 0) {
            OffHeap.putLong(party.address() + Party.INTENT_LENGTH, length);
        }
        if (last.compareTo(Store.INTENT_START) >= 0) {
            OffHeap.putLong(party.address() + Party.INTENT_START, start);
        }
        if (last.compareTo(Store.TAIL) >= 0) {
            assertThat(OffHeap.compareAndSetLong(tailAddress(), start, start + length)).isTrue();
        }
        if (last.compareTo(Store.CLAIMED_START) >= 0) {
            OffHeap.putLong(party.address() + Party.CLAIMED_START, start);
        }
        if (last.compareTo(Store.PAYLOAD) >= 0) {
            ring.data().asSlice((start & ring.capacity() - 1) + 8, length - 8).fill((byte) 0x11);
        }
        if (last.compareTo(Store.HEADER) >= 0) {
            OffHeap.putLongRelease(ring.dataAddress() + (start & ring.capacity() - 1),
                    RecordLayout.header(length, type));
        }
    }

    /** A producer that lost its compare-and-set: its intent only. */
    private void lose(Party party, long start, long length) {
        claim(party, start, length, Store.INTENT_START, TYPE);
    }

    private void send(RingProducer producer, int length) {
        assertThat(producer.offer(TYPE, MemorySegment.ofArray(new byte[length]))).isPositive();
    }

    private List<Integer> drain() {
        List<Integer> lengths = new ArrayList<>();
        consumer.poll((t, s, o, l) -> lengths.add(l), 5_000);
        return lengths;
    }

    /** Moves both positions on, a record of 64 bytes at a time. */
    private void advanceTo(long position) {
        while (ring.producerPosition() < position) {
            send(living, 1);
            drain();
        }
    }

    private void assertEveryHeaderIsZero() {
        for (long at = 0; at < ring.capacity(); at += ring.alignment()) {
            assertThat(OffHeap.getLong(ring.dataAddress() + at)).as("header at " + at).isZero();
        }
    }

    static Stream<Arguments> deaths() {
        return IntStream.of(0, 192, 768, 1024).boxed()
                .flatMap(start -> Stream.of(Store.values()).map(last -> Arguments.of(start, last)));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void deathBehindAnyStoreOfAClaimHoldsUpNobodyForLong(int start, Store last) {
        advanceTo(start);
        Party dead = dead(5);
        claim(dead, start, 256, last, TYPE);
        send(living, 3);
        boolean hole = last.compareTo(Store.TAIL) >= 0 && last != Store.HEADER;
        assertThat(consumer.recover()).isEqualTo(hole ? 256 : 0);
        assertThat(consumer.recovered()).isEqualTo(hole ? 256 : 0);
        assertThat(drain()).isEqualTo(last == Store.HEADER ? List.of(248, 3) : List.of(3));
        consumer.recover();
        assertThat(dead.isTaken()).isFalse();
        assertThat(ring.size()).isZero();
        assertEveryHeaderIsZero();
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void deathAtTheSecondClaimDoesNotTouchTheFirst(int start, Store last) {
        advanceTo(start);
        Party dead = dead(5);
        claim(dead, start, 64, Store.HEADER, TYPE);
        claim(dead, start + 64, 192, last, TYPE);
        send(living, 3);
        assertThat(drain()).startsWith(56);
        consumer.recover();
        drain();
        consumer.recover();
        assertThat(ring.size()).isZero();
        assertThat(dead.isTaken()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void deathAtThePaddingInFrontOfTheWrapIsRepaired(int ignored, Store last) {
        advanceTo(960);
        Party dead = dead(5);
        claim(dead, 960, 64, last, RecordLayout.PADDING_TYPE);
        send(living, 3);
        consumer.recover();
        assertThat(drain()).containsExactly(3);
        consumer.recover();
        assertThat(dead.isTaken()).isFalse();
        assertEveryHeaderIsZero();
    }

    @ParameterizedTest
    @CsvSource({"64,128", "128,64", "64,192", "192,64", "128,192", "256,64", "64,64", "64,256"})
    void ofTwoDeadProducersWithOneIntentTheWinnersLengthIsSkipped(int won, int lost) {
        for (Store last : List.of(Store.TAIL, Store.CLAIMED_START, Store.PAYLOAD)) {
            for (boolean winnerFirst : new boolean[]{true, false}) {
                for (int behind = 0; behind <= 3; behind++) {
                    advanceTo(ring.producerPosition() + 1023 & -1024);
                    long start = ring.producerPosition();
                    Party winner = dead(winnerFirst ? 5 : 6);
                    lose(dead(winnerFirst ? 6 : 5), start, lost);
                    claim(winner, start, won, last, TYPE);
                    for (int i = 0; i < behind; i++) {
                        send(living, i);
                    }
                    assertThat(consumer.recover()).as(last + ", " + behind + " behind").isEqualTo(won);
                    assertThat(drain()).hasSize(behind);
                    send(living, 9);
                    assertThat(drain()).containsExactly(9);
                    assertEveryHeaderIsZero();
                }
            }
        }
    }

    @Test
    void openClaimOfALivingProducerBehindTheHoleMarksItsEnd() {
        claim(dead(6), 0, 64, Store.TAIL, TYPE);
        lose(dead(5), 0, 128);
        MpscProducer open = ring.producer();
        open.tryClaim(TYPE, 1);
        send(living, 2);
        assertThat(consumer.recover()).isEqualTo(64);
        open.commit();
        assertThat(drain()).containsExactly(1, 2);
    }

    @Test
    void holesOfTwoDeadProducersAreSkippedOneAfterTheOther() {
        claim(dead(5), 0, 64, Store.TAIL, TYPE);
        claim(dead(6), 64, 128, Store.PAYLOAD, TYPE);
        send(living, 3);
        assertThat(consumer.recover()).isEqualTo(64);
        assertThat(drain()).isEmpty();
        assertThat(consumer.recover()).isEqualTo(128);
        assertThat(drain()).containsExactly(3);
        assertThat(consumer.recovered()).isEqualTo(192);
    }

    @Test
    void deadLoserOnItsWayToAnotherClaimDoesNotMislead() {
        claim(dead(6), 0, 128, Store.TAIL, TYPE);
        Party loser = dead(5);
        lose(loser, 0, 64);
        claim(loser, -1, 192, Store.INTENT_LENGTH, TYPE);
        send(living, 3);
        assertThat(consumer.recover()).isEqualTo(128);
        assertThat(drain()).containsExactly(3);
    }

    @Test
    void deadOwnerThatIsAZombieIsSkipped() {
        try (Deceased.Zombie zombie = new Deceased.Zombie()) {
            zombie.identity().register(place(5));
            claim(place(5), 0, 64, Store.PAYLOAD, TYPE);
            assertThat(consumer.recover()).isEqualTo(64);
        }
    }

    @Test
    void openClaimOfALivingProducerIsNeverTouched() {
        living.tryClaim(TYPE, 1);
        assertThat(consumer.recover()).isZero();
        living.commit();
        assertThat(drain()).containsExactly(1);
    }

    @Test
    void claimOfAProcessInAnotherNamespaceIsNeverTouched() {
        KILLED.register(place(5), KILLED.startTicks(), 4711);
        claim(place(5), 0, 64, Store.PAYLOAD, TYPE);
        assertThat(consumer.recover()).isZero();
        assertThat(place(5).isTaken()).isTrue();
    }

    @Test
    void livingLoserIsWaitedForAsLongAsItMayBeTheOwner() {
        claim(dead(5), 0, 64, Store.TAIL, TYPE);
        lose(living.party(), 0, 64);
        assertThat(consumer.recover()).isZero();
        send(living, 3);
        assertThat(consumer.recover()).isEqualTo(64);
        assertThat(drain()).containsExactly(3);
    }

    @Test
    void livingLoserThatGaveUpForBackPressureIsNotWaitedFor() {
        claim(dead(5), 0, 64, Store.TAIL, TYPE);
        MpscProducer loser = ring.producer();
        while (living.offer(TYPE, MemorySegment.ofArray(new byte[1])) > 0) {
            // Until the ring is full.
        }
        lose(loser.party(), 0, 64);
        assertThat(loser.tryClaim(TYPE, 1)).isEqualTo(Ring.BACK_PRESSURE);
        assertThat(consumer.recover()).isEqualTo(64);
        assertThat(drain()).hasSize(15);
    }

    @Test
    void idleProducerOfAFreshRingIsNotTakenForTheOwnerOfTheFirstClaim() {
        claim(dead(5), 0, 64, Store.CLAIMED_START, TYPE);
        assertThat(consumer.recover()).isEqualTo(64);
    }

    @Test
    void idleProducerDoesNotInheritTheIntentOfItsPlace() {
        Party place = place(2);
        lose(place, 0, 128);
        MpscProducer idle = ring.producer();
        assertThat(idle.party()).isSameAs(place);
        claim(dead(5), 0, 64, Store.TAIL, TYPE);
        send(living, 3);
        assertThat(consumer.recover()).isEqualTo(64);
    }

    @Test
    void producerKilledWhileRegisteringInAPlaceWithAnOldIntentDoesNotMislead() {
        lose(dead(4), 0, 128);
        KILLED.register(place(4));
        claim(dead(5), 0, 64, Store.TAIL, TYPE);
        send(living, 3);
        assertThat(consumer.recover()).isEqualTo(64);
        assertThat(drain()).containsExactly(3);
    }

    @Test
    void placeOfADeadProducerIsKeptAsLongAsItsClaimStandsOpen() {
        send(living, 1);
        Party dead = dead(5);
        claim(dead, 64, 64, Store.TAIL, TYPE);
        send(living, 2);
        assertThat(consumer.recover()).isZero();
        ring.producer();
        assertThat(dead.isTaken()).isTrue();
        assertThat(drain()).containsExactly(1);
        assertThat(consumer.recover()).isEqualTo(64);
        assertThat(dead.isTaken()).isTrue();
        assertThat(drain()).containsExactly(2);
        consumer.recover();
        assertThat(dead.isTaken()).isFalse();
    }

    @Test
    void placeOfAProducerKilledInFrontOfItsClaimIsFreedAtOnce() {
        send(living, 1);
        Party dead = dead(5);
        lose(dead, ring.producerPosition(), 64);
        consumer.recover();
        assertThat(dead.isTaken()).isFalse();
    }

    @Test
    void placesOfDeadProducersAreFreedForNewOnes() {
        for (int i = 2; i <= MpscRing.MAX_PRODUCERS; i++) {
            dead(i);
        }
        assertThat(ring.producer().party().index()).isEqualTo(2);
    }

    @Test
    void pollSkipsADeadClaimByItself() {
        claim(dead(5), 0, 64, Store.PAYLOAD, TYPE);
        send(living, 3);
        for (int i = 0; i < 1024; i++) {
            assertThat(drain()).isEmpty();
        }
        assertThat(drain()).containsExactly(3);
    }

    @Test
    void pollSkipsAClaimWhoseOwnerDiesLate() {
        living.tryClaim(TYPE, 50);
        for (int i = 0; i < 140_000; i++) {
            assertThat(consumer.poll((t, s, o, l) -> {}, 1)).isZero();
        }
        KILLED.register(living.party());
        int polls = 0;
        while (consumer.recovered() == 0) {
            consumer.poll((t, s, o, l) -> {}, 1);
            assertThat(++polls).isLessThanOrEqualTo(65_536);
        }
    }

    @Test
    void claimOfNobodyIsCorruption() {
        OffHeap.putLong(tailAddress(), 64);
        assertThatThrownBy(consumer::recover).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("claimed by nobody");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 63, -64, 320, 1024, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 63, 65})
    void impossibleLengthOfADeadClaimIsCorruptionAndNothingIsWritten(long length) {
        Party dead = dead(5);
        claim(dead, 0, 256, Store.CLAIMED_START, TYPE);
        OffHeap.putLong(dead.address() + Party.INTENT_LENGTH, length);
        assertThatThrownBy(consumer::recover).isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("no length fits");
        assertEveryHeaderIsZero();
    }

    @Test
    void deadClaimThatWouldCrossTheEndOfTheRingIsCorruption() {
        advanceTo(960);
        claim(dead(5), 960, 128, Store.CLAIMED_START, TYPE);
        assertThatThrownBy(consumer::recover).isInstanceOf(CorruptRingException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-64, 0, 1024, Long.MIN_VALUE, 33})
    void producersPositionThatIsNotAheadIsCorruptionNotAHang(long tail) {
        advanceTo(2048);
        OffHeap.putLong(tailAddress(), tail);
        assertThatThrownBy(consumer::recover).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void consumerKilledInMidReleaseIsFinishedByTheNext() {
        advanceTo(960);
        for (int i = 1; i <= 5; i++) {
            send(living, i);
        }
        consumer.close();
        long line = ring.consumerPositionAddress();
        OffHeap.putLong(line + Ring.CONSUMED, 960 + 3 * 64);
        OffHeap.putLong(ring.dataAddress() + 960, 0);
        MpscConsumer next = ring.consumer();
        assertThat(ring.consumerPosition()).isEqualTo(960 + 3 * 64);
        List<Integer> lengths = new ArrayList<>();
        next.poll((t, s, o, l) -> lengths.add(l), 10);
        assertThat(lengths).containsExactly(4, 5);
        assertEveryHeaderIsZero();
    }

    @Test
    void batchOfAConsumerKilledInFrontOfItsReleaseComesAgainAtTheSamePositions() {
        send(living, 1);
        send(living, 2);
        List<String> seen = new ArrayList<>();
        consumer.controlledPoll((t, s, o, l) -> {
            seen.add(l + "@" + consumer.messagePosition());
            return ControlledMessageHandler.Action.ABORT;
        }, 1);
        KILLED.register(ring.consumerParty());
        MpscConsumer next = ring.consumer();
        next.poll((t, s, o, l) -> seen.add(l + "@" + next.messagePosition()), 10);
        assertThat(seen).containsExactly("1@64", "1@64", "2@128");
    }

    @ParameterizedTest
    @CsvSource({"-64,0", "64,0", "0,128", "33,40", "0,40", "-9223372036854775808,9223372036854775744", "128,64",
            "-64,9223372036854775744"})
    void contradictingPositionsRefuseTheConsumerAndFreeItsPlace(long freed, long consumed) {
        consumer.close();
        OffHeap.putLong(tailAddress(), 0);
        send(ring.producer(), 1);
        OffHeap.putLong(ring.consumerPositionAddress(), freed);
        OffHeap.putLong(ring.consumerPositionAddress() + Ring.CONSUMED, consumed);
        if (freed == 64) {
            OffHeap.putLong(tailAddress(), 0);
        }
        assertThatThrownBy(ring::consumer).isInstanceOf(CorruptRingException.class);
        assertThat(ring.consumerParty().isTaken()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"64,0", "0,1088", "-64,0", "33,64", "0,33", "4611686018427387904,0"})
    void contradictingPositionsRefuseTheProducerAndFreeItsPlace(long consumed, long produced) {
        OffHeap.putLong(ring.consumerPositionAddress(), consumed);
        OffHeap.putLong(tailAddress(), produced);
        assertThatThrownBy(ring::producer).isInstanceOf(CorruptRingException.class);
        assertThat(place(2).isTaken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-64, 33, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
    void consumerPositionThatCannotBeIsCorruptionForAProducerThatNeedsRoom(long consumed) {
        OffHeap.putLong(ring.consumerPositionAddress(), consumed);
        assertThatThrownBy(() -> {
            for (int i = 0; i < 100; i++) {
                send(living, 1);
            }
        }).isInstanceOf(CorruptRingException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 33, 1023, 1017, Long.MAX_VALUE, Long.MAX_VALUE - 7, 1L << 62, (1L << 62) + 5,
            Long.MIN_VALUE,
            Long.MIN_VALUE + 13, -1, -64, -500})
    void producersPositionThatCannotBeNeverLeadsOutOfTheRing(long tail) {
        OffHeap.putLong(tailAddress(), tail);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            try {
                long at = living.tryClaim(TYPE, 200);
                if (at >= 0) {
                    assertThat(at).isBetween(8L, 1024L - 200);
                    living.commit();
                } else {
                    refused++;
                }
            } catch (CorruptRingException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void claimOfAKilledProcessIsSkippedInAnother(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("ring");
        MpscRing shared = MpscRing.create(file, 1024);
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Claimer.class.getName(), file.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(child.inputReader().readLine()).isEqualTo("claimed");
        send(shared.producer(), 3);
        MpscConsumer other = shared.consumer();
        assertThat(other.recover()).as("while it lives").isZero();
        child.destroyForcibly().waitFor();
        assertThat(other.recover()).isEqualTo(128);
        assertThat(other.poll((t, s, o, l) -> assertThat(l).isEqualTo(3), 10)).isEqualTo(1);
        other.recover();
        assertThat(shared.memory().parties().taken()).hasSize(2);
    }

    /** Another process: claims, and waits to be killed. */
    static final class Claimer {
        public static void main(String[] args) throws IOException {
            MpscRing ring = MpscRing.attach(Path.of(args[0]));
            long at = ring.producer().tryClaim(TYPE, 100);
            ring.data().asSlice(at, 100).fill((byte) 1);
            System.out.println("claimed");
            System.in.read();
        }
    }
}
