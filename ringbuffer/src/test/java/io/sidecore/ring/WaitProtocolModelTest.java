package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.ring.WaitProtocolModel.Variant;
import io.sidecore.ring.WaitProtocolModel.Verdict;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of {@link WaitWord}, searched: no waiter is left asleep although its condition holds, and each part of the
 * protocol is needed for that.
 */
class WaitProtocolModelTest {
    /** One waiter that waits for the first message, the second, and so on: the consumer. One or two producers wake it. */
    private static Verdict messages(int producers, int each, Variant... variants) {
        int[] needs = new int[producers * each];
        for (int i = 0; i < needs.length; i++) {
            needs[i] = i + 1;
        }
        return search(producers, each, new int[][]{needs}, variants);
    }

    /** Two waiters, one of which needs more: producers that wait for room, which one consumer makes in two steps. */
    private static Verdict room(Variant... variants) {
        return search(1, 2, new int[][]{{1}, {2}}, variants);
    }

    private static Verdict search(int wakers, int publications, int[][] needs, Variant... variants) {
        Set<Variant> set = EnumSet.noneOf(Variant.class);
        set.addAll(Set.of(variants));
        return new WaitProtocolModel(wakers, publications, needs, set).search();
    }

    @Test
    void noWakeUpIsLostBetweenOneProducerAndTheConsumer() {
        assertThat(messages(1, 3).stuck()).isEmpty();
    }

    @Test
    void noWakeUpIsLostBetweenTwoProducersAndTheConsumer() {
        Verdict verdict = messages(2, 2);
        assertThat(verdict.stuck()).isEmpty();
        assertThat(verdict.states()).as("states searched").isGreaterThan(1000);
    }

    @Test
    void noWakeUpIsLostBetweenTheConsumerAndTwoProducersWithoutRoom() {
        assertThat(room().stuck()).isEmpty();
    }

    @Test
    void waiterThatIsKilledAnywhereLeavesNobodyAsleep() {
        assertThat(room(Variant.WAITER_DIES).stuck()).isEmpty();
        assertThat(messages(2, 2, Variant.WAITER_DIES).stuck()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_FENCE_BEFORE_WAKING", "NO_FENCE_AFTER_ANNOUNCING", "NO_SECOND_LOOK",
            "WORD_UNCHANGED_BY_WAKER"})
    void withoutThisStepTheConsumerSleepsForEver(Variant dropped) {
        assertThat(messages(1, 1, dropped).stuck()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"BIT_WITHOUT_COUNT", "WAKES_ONE", "WAITER_CLEARS_BIT"})
    void withoutThisStepOneOfTwoProducersSleepsForEver(Variant dropped) {
        assertThat(room(dropped).stuck()).isNotEmpty();
    }

    /** What the look every 50 ms is for: the model knows no time-out. */
    @Test
    void wakerThatIsKilledBetweenItsLastStepsLeavesAWaiterAsleep() {
        assertThat(messages(1, 1, Variant.WAKER_DIES).stuck()).isNotEmpty();
    }
}
