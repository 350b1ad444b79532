package io.sidecore.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.report.Target;
import io.sidecore.bench.rings.broadcast.BroadcastRig;
import io.sidecore.bench.rings.chronicle.BoundedQueue;
import io.sidecore.bench.rings.roundtrip.AeronRoundTripRig;
import io.sidecore.bench.rings.roundtrip.ChronicleRoundTripRig;
import io.sidecore.bench.rings.roundtrip.ProcessRoundTripRig;
import io.sidecore.bench.rings.roundtrip.RoundTripRig;
import io.sidecore.bench.rings.throughput.BurstsRig;
import io.sidecore.bench.rings.throughput.ChronicleThroughputRig;
import io.sidecore.bench.rings.throughput.LayoutRig;
import io.sidecore.bench.rings.throughput.OneThreadRig;
import io.sidecore.bench.rings.throughput.ProducersRig;
import io.sidecore.bench.rings.throughput.ThroughputRig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InterleavedRigTest {
    /** Slices of 16, 128, 1,024 and 8,192 messages, or fewer where these take longer than a millisecond. */
    private static final Effort SMOKE = new Effort(1, 3, 1);

    @TempDir
    private Path folder;

    @BeforeEach
    void twoCpus() {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
    }

    static Stream<RigExperiment> families() {
        return Stream.of(new RoundTripRig(), new ProcessRoundTripRig(), new AeronRoundTripRig(), new ThroughputRig(),
                new ProducersRig(), new BroadcastRig(),
                new BurstsRig(), new LayoutRig(), new OneThreadRig());
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyContenderDeliversAllMessagesInOrder(RigExperiment family) throws Exception {
        // Contenders check each message and throw; the rig passes that on.
        Rounds rounds = ForkMain.lead(family, folder, SMOKE);
        assertThat(rounds.names()).isEqualTo(family.entrants().stream().map(Entrant::name).toList());
        assertThat(rounds.nanos()).hasDimensions(family.entrants().size(), SMOKE.rounds());
        // A line cannot go there and back in less, nor, on a live machine, take a millisecond; NaN is a change.
        assertThat(rounds.lineNanos()).hasSize(family.dependsOnDistance() ? SMOKE.rounds() : 0);
        assertThat(Arrays.stream(rounds.lineNanos()))
                .allMatch(nanos -> Double.isNaN(nanos) || nanos > 1 && nanos < 1_000_000);
    }

    static Stream<RigExperiment> familiesWithFlags() {
        return Stream.of(new ChronicleRoundTripRig(), new ChronicleThroughputRig());
    }

    @ParameterizedTest
    @MethodSource("familiesWithFlags")
    void peerThatNeedsFlagsRunsInAForkThatHasThem(RigExperiment family) throws Exception {
        Rounds rounds = new RigForks(SMOKE).fork(family, share -> {});
        assertThat(rounds.missing()).isEmpty();
        assertThat(rounds.names()).isEqualTo(family.entrants().stream().map(Entrant::name).toList());
    }

    @ParameterizedTest
    @MethodSource("familiesWithFlags")
    void peerThatDoesNotOpenWithoutItsFlagsIsMissingAndTheOthersAreMeasured(RigExperiment family) throws Exception {
        Rounds rounds = ForkMain.lead(family, folder, SMOKE);
        assertThat(rounds.missing()).containsOnlyKeys("Chronicle Queue");
        assertThat(rounds.missing().get("Chronicle Queue")).contains("sun.nio.ch");
        assertThat(rounds.names()).hasSize(family.entrants().size() - 1);
    }

    @Test
    void forksHaveTheFlagsOfTheirFamilyOnly() {
        assertThat(RigForks.command(new ChronicleRoundTripRig(), folder)).containsAll(BoundedQueue.FLAGS);
        assertThat(RigForks.command(new RoundTripRig(), folder)).doesNotContainAnyElementsOf(BoundedQueue.FLAGS);
    }

    @Test
    void optionalEntrantThatDoesNotOpenIsMissingWithTheInnermostReason() throws Exception {
        Rounds rounds = ForkMain.lead(family(Entrant.of("first", () -> new Counting(0)),
                Entrant.of("closed", InterleavedRigTest::refuse).ifItOpens(),
                Entrant.of("last", () -> new Counting(0))), folder, SMOKE);
        assertThat(rounds.names()).containsExactly("first", "last");
        assertThat(rounds.missing())
                .isEqualTo(Map.of("closed", "java.lang.UnsupportedOperationException: not on this machine"));
    }

    @Test
    void entrantThatMustOpenEndsTheRun() {
        assertThatThrownBy(() -> ForkMain.lead(family(Entrant.of("ring", InterleavedRigTest::refuse)), folder, SMOKE))
                .isInstanceOf(ExceptionInInitializerError.class);
    }

    private static Contender refuse() {
        throw new ExceptionInInitializerError(new UnsupportedOperationException("not on\nthis machine"));
    }

    @Test
    void contenderThatLosesAMessageIsNamed() {
        Contender whole = new Counting(0);
        Contender losing = new Counting(1);
        assertThatThrownBy(
                () -> ForkMain.lead(family(Entrant.of("whole", () -> whole), Entrant.of("losing", () -> losing)),
                        folder, SMOKE))
                .hasMessageContaining("losing");
    }

    @Test
    void bytesOfBothSidesAreCountedForEachMessage() throws Exception {
        Rounds rounds = ForkMain.lead(
                family(Entrant.of("none", () -> new Counting(0)), Entrant.of("both", Allocating::new)), folder, SMOKE);
        // Not zero: on a busy machine a slice may have 16 messages only, and the JVM may allocate once meanwhile.
        assertThat(rounds.bytesOf("none")).isLessThan(Allocating.BYTES);
        assertThat(rounds.bytesOf("both")).isBetween(2.0 * Allocating.BYTES, 3.0 * Allocating.BYTES);
    }

    @Test
    void readingTheCountsAllocatesNothing() {
        Allocation allocation = new Allocation(Thread.currentThread());
        for (int call = 0; call < 100; call++) {
            allocation.bytes();
        }
        long before = allocation.bytes();
        assertThat(allocation.bytes()).isEqualTo(before);
    }

    @Test
    void entrantThatAimsAtNoAllocationGetsATarget() {
        Entrant ring = Entrant.of("ring", () -> new Counting(0)).withoutAllocation();
        Entrant peer = Entrant.of("peer", () -> new Counting(0));
        assertThat(family(peer, ring).allTargets()).containsExactly(Target.noAllocation("ring"));
    }

    @Test
    void familyOfTwoProcessesSaysWhoseMemoryItShows() {
        assertThat(RigForks.remark(new ProcessRoundTripRig())).contains("B/op", "leading side");
        assertThat(RigForks.remark(new ThroughputRig())).doesNotContain("B/op");
    }

    @Test
    void everyContenderComesFirstAndFollowsEveryNeighbour() {
        int contenders = 5;
        Set<Integer> first = new HashSet<>();
        Set<List<Integer>> neighbours = new HashSet<>();
        for (int round = 0; round < 2 * contenders; round++) {
            int now = round;
            List<Integer> order = IntStream.range(0, contenders)
                    .mapToObj(turn -> InterleavedRig.order(now, turn, contenders)).toList();
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            first.add(order.getFirst());
            neighbours.add(order.subList(0, 2));
        }
        assertThat(first).hasSize(contenders);
        assertThat(neighbours).hasSize(2 * contenders);
    }

    private static RigExperiment family(Entrant... entrants) {
        return new RigExperiment() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public String title() {
                return "test";
            }

            @Override
            public List<Entrant> entrants() {
                return List.of(entrants);
            }

            @Override
            public List<Target> targets() {
                return List.of();
            }
        };
    }

    /** Allocates on either side what no compiler can leave out. */
    private static final class Allocating implements Contender {
        /** An array of eight words with its header. */
        static final int BYTES = 80;

        private volatile long[] led;
        private volatile long[] followed;

        @Override
        public void lead(int leader, long count) {
            for (long number = 0; number < count; number++) {
                led = new long[8];
            }
        }

        @Override
        public void follow(long count) {
            for (long number = 0; number < count; number++) {
                followed = new long[8];
            }
        }
    }

    /** Sends nothing, and says that some of it did not arrive. */
    private record Counting(long lost) implements Contender {
        @Override
        public void lead(int leader, long count) {}

        @Override
        public void follow(long count) {
            if (lost > 0) {
                throw new IllegalStateException("received " + (count - lost) + " of " + count + " messages");
            }
        }
    }
}
