package io.sidecore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.access.OffHeap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PartyTest {
    private final Parties parties = SharedMemory.anonymous(RegionKind.MPSC_RING, 1024, 64).parties();
    private final Party place = parties.get(3);

    @Test
    void registrationNamesThisProcess() {
        Registration registration = place.register("producer");
        assertThat(place.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(place.isTaken()).isTrue();
        assertThat(place.isDead()).isFalse();
        assertThat(place.heartbeat()).isPresent();
        assertThat(registration.isCurrent()).isTrue();
        assertThat(parties.taken()).containsExactly(place);
    }

    @Test
    void secondRegistrationIsRefusedAndNamesTheFirst() {
        place.register("consumer");
        assertThatThrownBy(() -> place.register("consumer")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the consumer is this process (" + ProcessHandle.current().pid() + ")");
    }

    @Test
    void closedRegistrationFreesThePlaceForTheNext() {
        Registration first = place.register("producer");
        first.close();
        assertThat(place.isTaken()).isFalse();
        assertThat(place.describe()).isEqualTo("nobody");
        place.register("producer");
        assertThat(place.epoch()).isEqualTo(2);
    }

    @Test
    void closingTwiceDoesNotEndTheNextRegistration() {
        Registration first = place.register("producer");
        first.close();
        Registration second = place.register("producer");
        first.close();
        assertThat(second.isCurrent()).isTrue();
        assertThat(first.isCurrent()).isFalse();
    }

    @Test
    void endedRegistrationHasNoHeartbeat() {
        Registration ended = place.register("producer");
        ended.close();
        OffHeap.putLong(place.address() + Party.HEARTBEAT, 1);
        ended.heartbeat();
        assertThat(place.heartbeat()).hasValue(1);
    }

    @Test
    void placeOfAKilledProcessIsTakenOver() {
        Deceased.killed().register(place);
        assertThat(place.isDead()).isTrue();
        assertThat(place.describe()).contains("which is dead");
        assertThat(place.register("producer").isCurrent()).isTrue();
    }

    @Test
    void placeOfAZombieIsTakenOver() {
        try (Deceased.Zombie zombie = new Deceased.Zombie()) {
            zombie.identity().register(place);
            assertThat(place.register("producer").isCurrent()).isTrue();
        }
    }

    @Test
    void placeOfALivingProcessIsNot() throws IOException {
        Process child = new ProcessBuilder("sleep", "1000").start();
        try {
            Deceased.of(child.pid()).register(place);
            assertThat(place.isDead()).isFalse();
            assertThatThrownBy(() -> place.register("producer")).hasMessageContaining("process " + child.pid());
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void processIdGivenOutAgainIsNotTakenForItsFormerOwner() throws IOException {
        Process child = new ProcessBuilder("sleep", "1000").start();
        try {
            Deceased living = Deceased.of(child.pid());
            living.register(place, living.startTicks() - 1, ProcessIdentity.self().namespace());
            assertThat(place.isDead()).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void ownerInAnotherNamespaceIsNeverKnownToBeDead() {
        Deceased killed = Deceased.killed();
        killed.register(place, killed.startTicks(), ProcessIdentity.self().namespace() ^ 1);
        assertThat(place.isDead()).isFalse();
        assertThatThrownBy(() -> place.register("producer")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void registrationCutShortByAKillIsTakenOver() {
        Deceased.killed().beginRegistration(place, ProcessIdentity.self().namespace());
        assertThat(place.isDead()).isTrue();
        assertThat(place.register("producer").isCurrent()).isTrue();
    }

    @Test
    void registrationUnderWayInALivingProcessIsWaitedFor() throws IOException {
        Process child = new ProcessBuilder("sleep", "1000").start();
        try {
            Deceased.of(child.pid()).beginRegistration(place, ProcessIdentity.self().namespace());
            assertThat(place.isDead()).isFalse();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void registrationUnderWayInAnotherNamespaceIsNotTakenForADeadOne() {
        Deceased.killed().beginRegistration(place, ProcessIdentity.self().namespace() ^ 1);
        assertThat(place.isDead()).isFalse();
    }

    @Test
    void registrationUnderWayIsNotJudgedByTheWordsOfItsPredecessor() {
        Deceased predecessor = Deceased.killed();
        predecessor.register(place, 1, ProcessIdentity.self().namespace());
        Deceased self = new Deceased(ProcessHandle.current().pid(), 0);
        self.beginRegistration(place, ProcessIdentity.self().namespace());
        assertThat(place.isDead()).isFalse();
    }

    @Test
    void aPlaceIsFreedForTheRegistrationThatWasAskedFor() {
        Deceased.killed().register(place);
        long first = place.registration();
        assertThat(place.isDead()).isTrue();
        assertThat(place.free(first)).isTrue();
        assertThat(place.isTaken()).isFalse();
        Registration second = place.register("producer");
        assertThat(place.free(first)).as("it has changed hands").isFalse();
        assertThat(second.isCurrent()).isTrue();
    }

    @Test
    void fullTableRefusesTheNextProducer() {
        List<Integer> places = new ArrayList<>();
        for (int i = 1; i < parties.count(); i++) {
            places.add(parties.registerProducer().party().index());
        }
        assertThat(places).doesNotHaveDuplicates().doesNotContain(Parties.CONSUMER).hasSize(55);
        assertThatThrownBy(parties::registerProducer).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("all 55 places");
    }

    @Test
    void oneOfManyThreadsGetsAPlace() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            Party contested = parties.get(round);
            CountDownLatch start = new CountDownLatch(1);
            AtomicInteger winners = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        start.await();
                        contested.register("producer");
                        winners.incrementAndGet();
                    } catch (InterruptedException | IllegalStateException e) {
                        // One of the losers.
                    }
                }));
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(winners).hasValue(1);
        }
    }

    @Test
    void placeWithoutAProcessIdIsFreeWhateverItsNamespaceSays() {
        OffHeap.putLong(place.address() + Party.OWNER, 1L << Party.PID_SHIFT - 1);
        assertThat(place.isTaken()).isFalse();
        assertThat(place.tryRegister()).isPresent();
    }
}
