package io.sidecore.stress.weak;

import static io.sidecore.stress.weak.Litmus.acquireFence;
import static io.sidecore.stress.weak.Litmus.add;
import static io.sidecore.stress.weak.Litmus.compareAndSet;
import static io.sidecore.stress.weak.Litmus.fullFence;
import static io.sidecore.stress.weak.Litmus.load;
import static io.sidecore.stress.weak.Litmus.releaseFence;
import static io.sidecore.stress.weak.Litmus.store;
import static io.sidecore.stress.weak.Litmus.storeStoreFence;
import static io.sidecore.stress.weak.Order.ACQUIRE;
import static io.sidecore.stress.weak.Order.PLAIN;
import static io.sidecore.stress.weak.Order.RELEASE;
import static io.sidecore.stress.weak.Order.VOLATILE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The machine against the litmus tests that define its model, each in all of its executions. */
class ViewMachineTest {
    private static final int X = 0;
    private static final int Y = 1;
    private static final int Z = 2;

    private static Litmus messagePassing(Order write, Order read) {
        return new Litmus(2).thread(store(X, 1, PLAIN), store(Y, 1, write))
                .thread(load(Y, 0, read), load(X, 1, PLAIN));
    }

    @Test
    void aMessageIsSeenWithItsFlag() {
        assertThat(messagePassing(RELEASE, ACQUIRE).outcomes()).containsExactly("[0, 0]", "[0, 1]", "[1, 1]");
    }

    @Test
    void withoutReleaseOrWithoutAcquireTheMessageMayBeMissing() {
        assertThat(messagePassing(PLAIN, ACQUIRE).outcomes()).contains("[1, 0]");
        assertThat(messagePassing(RELEASE, PLAIN).outcomes()).contains("[1, 0]");
    }

    @Test
    void fencesPassAMessageAsWell() {
        assertThat(new Litmus(2).thread(store(X, 1, PLAIN), storeStoreFence(), store(Y, 1, PLAIN))
                .thread(load(Y, 0, PLAIN), acquireFence(), load(X, 1, PLAIN)).outcomes()).doesNotContain("[1, 0]");
    }

    @Test
    void aStoreStoreFenceDoesNotPassOnWhatWasOnlyRead() {
        assertThat(new Litmus(3).thread(store(X, 1, RELEASE))
                .thread(load(X, 0, ACQUIRE), storeStoreFence(), store(Y, 1, PLAIN))
                .thread(load(Y, 1, ACQUIRE), load(X, 2, PLAIN)).outcomes()).contains("[1, 1, 0]");
    }

    @Test
    void aReleaseDoesPassOnWhatWasOnlyRead() {
        assertThat(new Litmus(3).thread(store(X, 1, RELEASE))
                .thread(load(X, 0, ACQUIRE), store(Y, 1, RELEASE))
                .thread(load(Y, 1, ACQUIRE), load(X, 2, PLAIN)).outcomes()).doesNotContain("[1, 1, 0]");
    }

    @Test
    void aReleaseFencePassesOnWhatWasOnlyReadAsWell() {
        assertThat(new Litmus(3).thread(store(X, 1, RELEASE))
                .thread(load(X, 0, ACQUIRE), releaseFence(), store(Y, 1, PLAIN))
                .thread(load(Y, 1, ACQUIRE), load(X, 2, PLAIN)).outcomes()).contains("[1, 1, 1]")
                .doesNotContain("[1, 1, 0]");
    }

    @Test
    void aReleaseFenceDoesNotPushStoresOut() {
        assertThat(new Litmus(2).thread(store(X, 1, PLAIN), releaseFence(), load(Y, 0, PLAIN))
                .thread(store(Y, 1, PLAIN), releaseFence(), load(X, 1, PLAIN)).outcomes()).contains("[0, 0]");
    }

    @Test
    void aBarrierInAllThreadsStandsForTheFenceOfTheOtherSide() {
        Litmus litmus = new Litmus(2);
        assertThat(litmus.thread(store(X, 1, PLAIN), load(Y, 0, PLAIN))
                .thread(store(Y, 1, PLAIN), litmus.barrier(), load(X, 1, PLAIN)).outcomes())
                .containsExactly("[0, 1]", "[1, 0]", "[1, 1]");
    }

    @Test
    void aVolatileFieldPassesAMessageAndAPlainOneDoesNot() {
        assertThat(messagePassing(VOLATILE, VOLATILE).outcomes()).containsExactly("[0, 0]", "[0, 1]", "[1, 1]");
        assertThat(messagePassing(PLAIN, PLAIN).outcomes()).contains("[1, 0]");
    }

    @Test
    void storesAreHeldBackBehindLaterLoads() {
        assertThat(new Litmus(2).thread(store(X, 1, RELEASE), load(Y, 0, ACQUIRE))
                .thread(store(Y, 1, RELEASE), load(X, 1, ACQUIRE)).outcomes()).contains("[0, 0]");
    }

    @Test
    void fullFencesPushStoresOut() {
        assertThat(new Litmus(2).thread(store(X, 1, PLAIN), fullFence(), load(Y, 0, PLAIN))
                .thread(store(Y, 1, PLAIN), fullFence(), load(X, 1, PLAIN)).outcomes())
                .containsExactly("[0, 1]", "[1, 0]", "[1, 1]");
    }

    @Test
    void oneFullFenceIsNotEnough() {
        assertThat(new Litmus(2).thread(store(X, 1, PLAIN), fullFence(), load(Y, 0, PLAIN))
                .thread(store(Y, 1, PLAIN), load(X, 1, PLAIN)).outcomes()).contains("[0, 0]");
    }

    @Test
    void volatileAccessesAreInOneOrder() {
        assertThat(new Litmus(2).thread(store(X, 1, VOLATILE), load(Y, 0, VOLATILE))
                .thread(store(Y, 1, VOLATILE), load(X, 1, VOLATILE)).outcomes()).doesNotContain("[0, 0]");
    }

    @Test
    void aCompareAndSetIsNoFenceForOtherLoads() {
        assertThat(new Litmus(4).thread(compareAndSet(X, 0, 1, 0, VOLATILE), load(Y, 1, PLAIN))
                .thread(compareAndSet(Y, 0, 1, 2, VOLATILE), load(X, 3, PLAIN)).outcomes()).contains("[1, 0, 1, 0]");
    }

    @Test
    void aWordNeverGoesBackForOneReader() {
        assertThat(new Litmus(2).thread(store(X, 1, PLAIN), store(X, 2, PLAIN))
                .thread(load(X, 0, PLAIN), load(X, 1, PLAIN)).outcomes())
                .containsExactly("[0, 0]", "[0, 1]", "[0, 2]", "[1, 1]", "[1, 2]", "[2, 2]");
    }

    @Test
    void readersMayDisagreeOnTheOrderOfTwoWriters() {
        assertThat(new Litmus(4).thread(store(X, 1, RELEASE)).thread(store(Y, 1, RELEASE))
                .thread(load(X, 0, ACQUIRE), load(Y, 1, ACQUIRE))
                .thread(load(Y, 2, ACQUIRE), load(X, 3, ACQUIRE)).outcomes()).contains("[1, 0, 1, 0]");
    }

    @Test
    void readersWithFullFencesAgreeOnTheOrderOfTwoWriters() {
        assertThat(new Litmus(4).thread(store(X, 1, PLAIN)).thread(store(Y, 1, PLAIN))
                .thread(load(X, 0, PLAIN), fullFence(), load(Y, 1, PLAIN))
                .thread(load(Y, 2, PLAIN), fullFence(), load(X, 3, PLAIN)).outcomes())
                .doesNotContain("[1, 0, 1, 0]");
    }

    @Test
    void noAdditionIsLost() {
        assertThat(new Litmus(2).thread(add(X, 1, 0, PLAIN)).thread(add(X, 1, 1, PLAIN)).outcomes())
                .containsExactly("[0, 1]", "[1, 0]");
    }

    @Test
    void anAdditionBetweenPassesTheMessageOn() {
        assertThat(new Litmus(3).thread(store(X, 1, PLAIN), store(Y, 1, RELEASE)).thread(add(Y, 1, 0, PLAIN))
                .thread(load(Y, 1, ACQUIRE), load(X, 2, PLAIN)).outcomes())
                .contains("[1, 2, 1]", "[0, 1, 0]").doesNotContain("[1, 2, 0]");
    }

    @Test
    void aCompareAndSetTakesAWordOnce() {
        assertThat(new Litmus(2).thread(compareAndSet(X, 0, 1, 0, PLAIN)).thread(compareAndSet(X, 0, 2, 1, PLAIN))
                .outcomes()).containsExactly("[0, 1]", "[1, 0]");
    }

    /** What the machine cannot show: a load that reads what is stored later. */
    @Test
    void loadsAreNotHeldBackBehindLaterStores() {
        assertThat(new Litmus(2).thread(load(X, 0, PLAIN), store(Y, 1, PLAIN))
                .thread(load(Y, 1, PLAIN), store(X, 1, PLAIN)).outcomes()).doesNotContain("[1, 1]");
    }

    @Test
    void aMessageIsPassedOnByAThirdThread() {
        assertThat(new Litmus(3).thread(store(X, 1, PLAIN), store(Y, 1, RELEASE))
                .thread(load(Y, 0, ACQUIRE), store(Z, 1, RELEASE))
                .thread(load(Z, 1, ACQUIRE), load(X, 2, PLAIN)).outcomes()).doesNotContain("[1, 1, 0]");
    }
}
