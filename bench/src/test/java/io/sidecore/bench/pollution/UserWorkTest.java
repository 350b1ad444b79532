package io.sidecore.bench.pollution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UserWorkTest {
    private static final int INTERVAL = 2_000;
    private static final int THOUSANDS = 200;
    private static final int CALLS = THOUSANDS * 1_000 / INTERVAL;

    @ParameterizedTest
    @EnumSource(names = {"DATA_16K", "DATA_2M", "CODE"})
    void checksumIsTheSameInAllContenders(WorkingSet set) {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "the page needs a CPU of its own");
        UserWork alone = set.work();
        new UserAlone(alone, INTERVAL).lead(0, THOUSANDS);
        long expected = alone.run(0);

        UserWork calling = set.work();
        DirectlyCalling direct = new DirectlyCalling(calling, INTERVAL);
        direct.lead(0, THOUSANDS);
        assertThat(calling.run(0)).isEqualTo(expected);
        assertThat(direct.calls()).isEqualTo(CALLS);
        direct.close();

        UserWork offLoading = set.work();
        OffLoading page = new OffLoading(offLoading, INTERVAL);
        page.begin();
        page.lead(0, THOUSANDS);
        page.end();
        assertThat(offLoading.run(0)).isEqualTo(expected);
        assertThat(page.calls()).isEqualTo(CALLS);
        page.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"DATA_16K", "CODE"})
    void checksumTellsHowManyStepsWereMade(WorkingSet set) {
        UserWork work = set.work();
        UserWork other = set.work();
        assertThat(work.run(1_000)).isNotEqualTo(other.run(999));
        assertThat(work.run(0)).isEqualTo(other.run(1));
    }

    @Test
    void dataWorkGoesThroughAllLinesBeforeItComesBack() {
        int lines = 64;
        DataWork work = new DataWork(lines * 64);
        // Each line adds something else, and after a round everything is added again.
        long[] sums = new long[2 * lines + 1];
        for (int step = 1; step < sums.length; step++) {
            sums[step] = work.run(1);
        }
        assertThat(Stream.iterate(1, step -> step <= lines, step -> step + 1).map(step -> sums[step] - sums[step - 1])
                .collect(Collectors.toSet())).hasSize(lines);
        for (int step = 1; step <= lines; step++) {
            assertThat(sums[lines + step] - sums[lines + step - 1]).isEqualTo(sums[step] - sums[step - 1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void warmUpGoesOnceThroughAll(WorkingSet set) {
        UserWork work = set.work();
        assertThat(work.stepsOfAll())
                .isEqualTo(work instanceof DataWork ? set.bytes() / 64 : set.bytes() / CodeWork.PATH_BYTES);
        UserWork other = set.work();
        work.warmUp();
        assertThat(work.run(0)).isEqualTo(other.run(work.stepsOfAll()));
    }

    @Test
    void everyPathIsAClassOfItsOwnAndComputesSomethingElse() {
        Random random = new Random(1);
        CodePath first = PathClasses.next(random);
        CodePath second = PathClasses.next(random);
        assertThat(first.getClass()).isNotSameAs(second.getClass());
        assertThat(first.run(7)).isNotEqualTo(second.run(7)).isEqualTo(first.run(7)).isNotEqualTo(first.run(8));
    }

    @Test
    void callThatIsMissingIsFoundInTheFile() {
        UserWork work = WorkingSet.DATA_16K.work();
        DirectlyCalling direct = new DirectlyCalling(work, INTERVAL);
        direct.lead(0, THOUSANDS);
        direct.file().next();
        assertThatThrownBy(direct::close).hasMessageContaining("instead of record " + (CALLS + 1));
    }

    @Test
    void atLeastOneStepIsMadeAndOtherwiseTheNearestNumber() {
        UserWork work = WorkingSet.DATA_16K.work();
        assertThat(work.steps(1)).isEqualTo(1);
        assertThat(work.steps(1_000)).isEqualTo(Math.round(1_000f / work.instructionsPerStep()));
    }
}
