package io.sidecore.bench.latency.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.latency.result.HistogramFiles;
import io.sidecore.bench.latency.result.LatencyResult;
import io.sidecore.bench.latency.transport.Entrant;
import io.sidecore.bench.latency.transport.Entrants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, as short as can be. What they measure means nothing. */
@Timeout(300)
class LatencyRunTest {
    private static final LatencyEffort SMOKE = new LatencyEffort(20, 2, 2, 2, 1, 10);
    private static final long RATE = 2_000;

    @TempDir
    private Path folder;

    @BeforeEach
    void twoCpus() {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
    }

    private static LatencyPlan plan(Entrants group, boolean processes) {
        return new LatencyPlan(group, processes, false, List.of(RATE), SMOKE);
    }

    private void check(LatencyPlan plan) throws Exception {
        List<LatencyResult> results = new LatencyRun(plan, 1, folder).run();
        assertThat(results).extracting(LatencyResult::contender)
                .isEqualTo(plan.members().stream().map(Entrant::name).toList());
        // Two turns of one window of 20 ms: 80 messages, all of which count.
        assertThat(results).allSatisfy(result -> {
            assertThat(result.latency().count()).isEqualTo(80);
            assertThat(result.forks()).hasSize(1);
            assertThat(result.forks().getFirst().sending().asked()).isEqualTo(80);
        });
        String group = plan.group().label();
        assertThat(HistogramFiles.sums(folder.resolve(group + "-fork1/latency-2000.hlog")).values())
                .hasSize(plan.members().size()).extracting(Histogram::getTotalCount).containsOnly(80L);
        for (Entrant entrant : plan.members()) {
            assertThat(Files.readString(folder.resolve(group + "-" + entrant.tag() + "-2000.hgrm")))
                    .contains("Unit    = microseconds");
        }
    }

    @Test
    void ringsBetweenThreads() throws Exception {
        check(plan(Entrants.RINGS, false));
    }

    @Test
    void ringsBetweenProcesses() throws Exception {
        check(plan(Entrants.RINGS, true));
    }

    @Test
    void aeronBetweenProcesses() throws Exception {
        check(plan(Entrants.AERON, true));
    }

    @Test
    void calls() throws Exception {
        check(plan(Entrants.CALLS, false));
    }

    @Test
    void forksThatAreThereAreNotRunAgain() throws Exception {
        LatencyPlan plan = plan(Entrants.CALLS, false);
        List<LatencyResult> first = new LatencyRun(plan, 1, folder).run();
        byte[] facts = Files.readAllBytes(folder.resolve("calls-fork1/facts.properties"));
        List<LatencyResult> second = new LatencyRun(plan, 2, folder).run();
        assertThat(Files.readAllBytes(folder.resolve("calls-fork1/facts.properties"))).isEqualTo(facts);
        assertThat(second.getFirst().forks()).hasSize(2).first().isEqualTo(first.getFirst().forks().getFirst());
    }

    @Test
    void planSurvivesTheCommandLine() {
        LatencyPlan plan = new LatencyPlan(Entrants.AERON, true, false, List.of(5L, 7L), LatencyEffort.QUICK);
        assertThat(LatencyPlan.of(plan.words())).isEqualTo(plan);
    }
}
