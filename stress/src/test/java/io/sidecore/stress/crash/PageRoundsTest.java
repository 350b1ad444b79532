package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.PageRounds.Extent;
import io.sidecore.stress.crash.page.PageOrder.Plant;
import io.sidecore.stress.failpoint.PatchedClasses;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Real processes with pages, killed; with faults of the harness to see that they are noticed. */
class PageRoundsTest {
    private static String kill(Plant plant, int rounds, int violations) throws Exception {
        return kill(plant, rounds, violations, PageRounds.BOUND_LOOKS);
    }

    private static String kill(Plant plant, int rounds, int violations, long bound) throws Exception {
        StringWriter output = new StringWriter();
        try (Workers workers = new Workers(PatchedClasses::writePages);
                PageRounds pages = new PageRounds(workers, 1, plant, bound, new PrintWriter(output))) {
            assertThat(pages.run(0, false, new Extent(Extent.ANY, rounds, Extent.ANY))).as(output.toString())
                    .isEqualTo(violations);
            if (violations == 0) {
                assertThat(pages.rounds()).isGreaterThanOrEqualTo(rounds);
                assertThat(pages.kills()).isPositive().isLessThan(pages.rounds());
            }
        }
        return output.toString();
    }

    @Test
    void killedProcessesLeaveWhatTheirCallersHaveSeen() throws Exception {
        kill(Plant.NONE, 60, 0);
    }

    @Test
    void methodThatHasNoStoreIsNoExceptionFromThem() throws Exception {
        try (Workers workers = new Workers(PatchedClasses::writePages);
                PageRounds pages = new PageRounds(workers, 1, Plant.NONE, 1, new PrintWriter(new StringWriter()))) {
            assertThatThrownBy(() -> pages.requireSites(Set.of("EntryExecutor.execute", "EntryExecutor.renamed")))
                    .hasMessage("no store is in EntryExecutor.renamed");
        }
    }

    @Test
    void fewProcessesAreAnExtent() throws Exception {
        try (Workers workers = new Workers(PatchedClasses::writePages);
                PageRounds pages = new PageRounds(workers, 1, Plant.NONE, PageRounds.BOUND_LOOKS,
                        new PrintWriter(new StringWriter()))) {
            assertThat(pages.run(0, false, new Extent(3, Extent.ANY, Extent.ANY))).isZero();
            assertThat(pages.kills()).as("two chains are under way").isBetween(3L, 4L);
        }
    }

    @Test
    void resultThatIsThereBeforeItsCallIsNoticed() throws Exception {
        assertThat(kill(Plant.EARLY, 2_000, 1)).containsPattern("VIOLATION in chain \\d+ of pages: caller \\d+: lost");
    }

    @Test
    void callThatIsNeverSubmittedIsNoticed() throws Exception {
        assertThat(kill(Plant.LOST, 2_000, 1, 2_000))
                .containsPattern(
                        "VIOLATION in chain \\d+ of pages: hang: not all callers of pages have all their results")
                .containsPattern("caller \\d+: call \\d+ \\(PLACE");
    }

    @Test
    void errorOfAThreadThatIsNoCallersIsNoticed() throws Exception {
        assertThat(kill(Plant.STRAY, 2_000, 1)).contains("process with pages ended with code 1");
    }

    @Test
    void callThatIsMadeTwiceIsNoticed() throws Exception {
        assertThat(kill(Plant.TWICE, 2_000, 1)).containsPattern("VIOLATION in chain \\d+ of pages: caller \\d+: twice");
    }
}
