package io.sidecore.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0", "0-3,8,10-11|0-3,8,10-11", "3,1,2|1-3", "0-1,1-4|0-4", "0-0|0",
            " 0 , 2-3 |0,2-3",
            "0-10:2/4|0-1,4-5,8-9", "0-8:2/4|0-1,4-5,8", "0-9:1/3|0,3,6,9", "4-7:4/4|4-7", "1-2:2/8|1-2", "007|7",
            "65535|65535"})
    void listIsReadAsTheKernelReadsItAndWrittenInItsCanonicalForm(String list, String canonical) {
        assertThat(CpuSet.parse(list)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void blankListIsTheEmptySet(String list) {
        assertThat(CpuSet.parse(list)).isEqualTo(CpuSet.empty()).hasToString("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1-", "1--2", "0x3", "1:1/2", "0-3:1", "0-3:/2", "5-2", "0-3:3/2", "0-3:0/0",
            "0-65536", "99999999999999999999",
            "0-3:1/99999999999", "١"})
    void badItemIsQuotedInTheMessage(String item) {
        assertThatIllegalArgumentException().isThrownBy(() -> CpuSet.parse("0," + item + ",2"))
                .withMessageContaining("Bad CPU list \"0," + item + ",2\": \"" + item + "\" ");
    }

    @Test
    void emptyItemIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CpuSet.parse("0,,2"))
                .withMessageContaining("\"\" is not N");
    }

    @Test
    void anySetSurvivesBothOfTheKernelsFormats() {
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            CpuSet set = CpuSet.of(random.ints(random.nextInt(40), 0, 1 + random.nextInt(CpuSet.MAX_CPUS)).toArray());
            assertThat(CpuSet.parse(set.toString())).isEqualTo(set).hasSameHashCodeAs(set);
            assertThat(CpuSet.fromMask(set.toMask())).isEqualTo(set);
        }
    }

    @Test
    void maskIsWholeLongsAndNeverWithoutAny() {
        assertThat(CpuSet.empty().toMask()).hasSize(8);
        assertThat(CpuSet.of(63).toMask()).hasSize(8);
        assertThat(CpuSet.of(64).toMask()).hasSize(16);
    }

    @Test
    void maskBeyondTheCapIsRefused() {
        byte[] mask = new byte[CpuSet.MAX_CPUS / 8 + 8];
        assertThat(CpuSet.fromMask(mask)).isEqualTo(CpuSet.empty());
        mask[mask.length - 8] = 1;
        assertThatIllegalArgumentException().isThrownBy(() -> CpuSet.fromMask(mask)).withMessageContaining("65536");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CpuSet.of(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> CpuSet.of(65_536)).withMessageContaining("65536");
        assertThatIllegalArgumentException().isThrownBy(() -> CpuSet.range(3, 2)).withMessageContaining("3-2");
    }

    @Test
    void setOperationsLeaveTheirOperandsAlone() {
        CpuSet left = CpuSet.parse("0-3");
        CpuSet right = CpuSet.parse("2-5");

        assertThat(left.intersect(right)).hasToString("2-3");
        assertThat(left.minus(right)).hasToString("0-1");
        assertThat(left.union(right)).hasToString("0-5");
        assertThat(left.with(7)).hasToString("0-3,7");
        assertThat(left).hasToString("0-3");
        assertThat(right).hasToString("2-5");
    }

    @Test
    void membersComeInAscendingOrder() {
        CpuSet set = CpuSet.of(9, 2, 4, 2);
        List<Integer> members = new ArrayList<>();
        set.forEach(members::add);

        assertThat(members).containsExactly(2, 4, 9);
        assertThat(set.stream()).containsExactly(2, 4, 9);
        assertThat(set.first()).isEqualTo(2);
        assertThat(set.size()).isEqualTo(3);
        assertThat(set.contains(4)).isTrue();
        assertThat(set.contains(3)).isFalse();
        assertThat(set.contains(-1)).isFalse();
    }

    @Test
    void emptySetHasNoFirst() {
        assertThat(CpuSet.empty().isEmpty()).isTrue();
        assertThatThrownBy(() -> CpuSet.empty().first()).isInstanceOf(NoSuchElementException.class);
    }
}
