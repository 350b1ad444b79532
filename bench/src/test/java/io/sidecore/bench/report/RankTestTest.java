package io.sidecore.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankTestTest {
    private static List<Double> from(int first, int count) {
        return IntStream.range(first, first + count).asDoubleStream().boxed().toList();
    }

    @Test
    void lotsThatLieApartAreTwoOrdersOfAll() {
        assertThat(RankTest.chance(from(0, 5), from(100, 5))).isEqualTo(2.0 / 252, within(1e-12));
        assertThat(RankTest.chance(from(100, 5), from(0, 5))).isEqualTo(2.0 / 252, within(1e-12));
        assertThat(RankTest.chance(from(0, 4), from(100, 6))).isEqualTo(2.0 / 210, within(1e-12));
        assertThat(RankTest.least(5, 5)).isEqualTo(2.0 / 252, within(1e-12));
        assertThat(RankTest.least(4, 6)).isEqualTo(2.0 / 210, within(1e-12));
        assertThat(RankTest.least(10, 10)).isEqualTo(2.0 / 184_756, within(1e-12));
    }

    @Test
    void lotsThatAreMixedHaveTheChanceOfTheTables() {
        // Two pairs out of order: 1, 1 and 2 orders have none, one and two.
        assertThat(RankTest.chance(List.of(1.0, 2.0, 3.0, 4.0, 7.0), List.of(5.0, 6.0, 8.0, 9.0, 10.0)))
                .isEqualTo(2.0 * 4 / 252, within(1e-12));
        assertThat(RankTest.chance(List.of(1.0, 4.0), List.of(2.0, 3.0))).isEqualTo(1);
    }

    @Test
    void equalValuesAreNoChange() {
        assertThat(RankTest.chance(List.of(0.0, 0.0, 0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0, 0.0, 0.0))).isEqualTo(1);
        assertThat(RankTest.chance(from(0, 5), from(4, 5))).isEqualTo(2.0 * 2 / 252, within(1e-12));
    }

    @Test
    void nothingToCompareIsNoChange() {
        assertThat(RankTest.chance(List.of(), from(0, 5))).isEqualTo(1);
        assertThat(RankTest.least(0, 5)).isEqualTo(1);
    }
}
