package io.sidecore.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.cache.AlignmentExperiment;
import io.sidecore.bench.cache.PaddingExperiment;
import io.sidecore.bench.floor.LineExperiment;
import io.sidecore.bench.memory.ablation.AblationExperiment;
import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Contenders of floor, memory and cache: their sides throw unless what arrives is what was sent. */
class TwoSidesTest {
    private static final int STUCK_SECONDS = 60;
    private static final int[] UNITS_OF_A_SLICE = {1, 5, 2, 16};

    @TempDir
    private Path folder;

    static Stream<Arguments> entrants() {
        return Stream
                .<RigExperiment>of(new LineExperiment(), new AblationExperiment(), new PaddingExperiment(),
                        new AlignmentExperiment())
                .flatMap(experiment -> experiment.entrants().stream()
                        .map(entrant -> Arguments.of(experiment.name(), entrant.name(), entrant, experiment.unit())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("entrants")
    void everythingThatIsSentArrives(String experiment, String name, Entrant entrant, int unit) throws Exception {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
        Contender contender = entrant.opening().open(folder, true);
        ThreadFactory daemons = Thread.ofPlatform().daemon().factory();
        ExecutorService leader = Executors.newSingleThreadExecutor(daemons);
        ExecutorService follower = Executors.newSingleThreadExecutor(daemons);
        for (int units : UNITS_OF_A_SLICE) {
            long count = (long) units * unit;
            both(CompletableFuture.runAsync(() -> contender.lead(0, count), leader),
                    CompletableFuture.runAsync(() -> contender.follow(count), follower));
        }
        leader.shutdown();
        follower.shutdown();
        contender.close();
    }

    /** Fails as soon as one of them does: the other then spins for ever. */
    private static void both(CompletableFuture<Void> one, CompletableFuture<Void> other) throws Exception {
        CompletableFuture<Void> both = CompletableFuture.allOf(one, other);
        for (CompletableFuture<Void> side : List.of(one, other)) {
            side.exceptionally(failure -> {
                both.completeExceptionally(failure);
                return null;
            });
        }
        both.get(STUCK_SECONDS, TimeUnit.SECONDS);
    }
}
