package io.sidecore.bench.memory.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sidecore.memory.access.OffHeap;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A quarter of the lines fits without a reader, so one thread can write it, spoil it, and read it. */
class StepTest {
    private static final int COUNT = Lines.PER_QUARTER;

    private final Lines lines = new Lines();

    static Stream<Function<Lines, Step>> all() {
        return AblationExperiment.STEPS.values().stream();
    }

    static Stream<Function<Lines, Step>> withPayload() {
        return all().skip(2);
    }

    @ParameterizedTest
    @MethodSource("all")
    void readsWhatWasWrittenForMoreThanALap(Function<Lines, Step> step) {
        Step whole = step.apply(lines);
        for (int quarter = 0; quarter < 9; quarter++) {
            whole.lead(0, COUNT);
            assertThatCode(() -> whole.follow(COUNT)).doesNotThrowAnyException();
        }
    }

    static Stream<Function<Lines, Step>> withFreeLinesZero() {
        return all().skip(4);
    }

    @ParameterizedTest
    @MethodSource("withFreeLinesZero")
    void linesThatHoldNoMessageAreZeroAtTheirStart(Function<Lines, Step> step) {
        Step whole = step.apply(lines);
        whole.lead(0, COUNT);
        assertThat(headers().skip(COUNT)).containsOnly(0L);
        whole.follow(COUNT);
        assertThat(headers()).containsOnly(0L);
    }

    private Stream<Long> headers() {
        return LongStream.range(0, Lines.CAPACITY / Lines.LINE)
                .mapToObj(line -> OffHeap.getLong(lines.data + line * Lines.LINE));
    }

    @ParameterizedTest
    @MethodSource("withPayload")
    void wordOfAPayloadThatIsNotWhatWasWrittenIsNoticed(Function<Lines, Step> step) {
        Step whole = step.apply(lines);
        whole.lead(0, COUNT);
        spoil(100 * Lines.LINE + Lines.HEADER + 3 * Long.BYTES);
        assertThatIllegalStateException().isThrownBy(() -> whole.follow(COUNT)).withMessageContaining("checksum");
    }

    @ParameterizedTest
    @MethodSource("withPayload")
    void messageOutOfOrderIsNoticed(Function<Lines, Step> step) {
        Step whole = step.apply(lines);
        whole.lead(0, COUNT);
        spoil(100 * Lines.LINE + Lines.HEADER);
        assertThatIllegalStateException().isThrownBy(() -> whole.follow(COUNT))
                .withMessageContaining("where number 100 comes next");
    }

    @Test
    void numberOutOfOrderIsNoticed() {
        Step bare = AblationExperiment.STEPS.get(AblationExperiment.BARE).apply(lines);
        bare.lead(0, COUNT);
        spoil(100 * Lines.LINE);
        assertThatIllegalStateException().isThrownBy(() -> bare.follow(COUNT))
                .withMessage("message 102 arrived where number 101 comes next");
    }

    @Test
    void lengthThatLeadsElsewhereIsNoticed() {
        Step header = AblationExperiment.STEPS.get("+ header with length and type").apply(lines);
        header.lead(0, COUNT);
        // The last one, which nothing follows.
        spoil((COUNT - 1) * Lines.LINE, Lines.LINE);
        assertThatIllegalStateException().isThrownBy(() -> header.follow(COUNT));
    }

    private void spoil(long offset) {
        spoil(offset, 1);
    }

    private void spoil(long offset, long by) {
        OffHeap.putLong(lines.data + offset, OffHeap.getLong(lines.data + offset) + by);
    }
}
