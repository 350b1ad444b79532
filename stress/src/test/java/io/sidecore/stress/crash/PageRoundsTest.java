package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.stress.crash.page.PageOrder.Plant;
import io.sidecore.stress.failpoint.PatchedClasses;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Real processes with pages, killed; with faults of the harness to see that they are noticed. */
class PageRoundsTest {
    private static String kill(Plant plant, int rounds, int violations) throws Exception {
        StringWriter output = new StringWriter();
        try (Workers workers = new Workers(PatchedClasses::writePages);
                PageRounds pages = new PageRounds(workers, 1, plant, new PrintWriter(output))) {
            assertThat(pages.run(0, false, rounds, Long.MAX_VALUE / 2)).as(output.toString()).isEqualTo(violations);
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
    void resultThatIsThereBeforeItsCallIsNoticed() throws Exception {
        assertThat(kill(Plant.EARLY, 2_000, 1)).containsPattern("VIOLATION in chain \\d+ of pages: caller \\d+: lost");
    }

    @Test
    void callThatIsMadeTwiceIsNoticed() throws Exception {
        assertThat(kill(Plant.TWICE, 2_000, 1)).containsPattern("VIOLATION in chain \\d+ of pages: caller \\d+: twice");
    }
}
