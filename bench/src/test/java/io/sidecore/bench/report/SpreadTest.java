package io.sidecore.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianOfAnOddNumberIsTheMiddleOneWhateverTheOrder() {
        assertThat(Spread.median(9, 1, 1000)).isEqualTo(9);
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Spread.median(4, 1, 2, 1000)).isEqualTo(3);
    }

    @Test
    void percentilesAreInterpolated() {
        Spread spread = Spread.of(IntStream.range(0, 21).mapToDouble(i -> 20 - i).toArray());
        assertThat(spread).isEqualTo(new Spread(2, 10, 18));
        assertThat(Spread.of(0, 1).p10()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void oneValueIsItsOwnSpread() {
        assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void valuesAreLeftInTheirOrder() {
        double[] values = {3, 1, 2};
        Spread.of(values);
        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void noValueIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(Spread::of);
    }
}
