package io.sidecore.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a machine with one CPU every thread is confined already, so nothing moves; the sets asserted here are the same. */
class ConfinedThreadsTest {
    private static final int NO_THREAD = 1 << 23;

    private final CpuSet all = CurrentThread.allowed();
    private final CpuSet last = CpuSet.of(all.stream().max().getAsInt());
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void endOtherThreads() {
        end.countDown();
    }

    @Test
    void everyThreadButTheExceptedOnesIsMoved() throws IOException {
        int other = idOfAnotherThread();
        int first = (int) ProcessHandle.current().pid();
        try (ConfinedThreads confined = ConfinedThreads.confine(last, Set.of(CurrentThread.tid()))) {
            assertThat(ThreadStatus.allowed(other)).isEqualTo(last);
            assertThat(ThreadStatus.allowed(first)).isEqualTo(last);
            assertThat(CurrentThread.allowed()).isEqualTo(all);
            // A JVM has at least its collector, its compilers and the two threads above.
            assertThat(confined.moved()).isGreaterThanOrEqualTo(all.size() == 1 ? 0 : 4);
        }
    }

    @Test
    void closingRestoresWhatWasMoved() throws IOException {
        int other = idOfAnotherThread();
        ConfinedThreads confined = ConfinedThreads.confine(last, Set.of(CurrentThread.tid()));
        confined.close();
        assertThat(ThreadStatus.allowed(other)).isEqualTo(all);
    }

    @Test
    void closingTwiceDoesNotUndoALaterConfinement() throws IOException {
        int other = idOfAnotherThread();
        ConfinedThreads earlier = ConfinedThreads.confine(last, Set.of(CurrentThread.tid()));
        earlier.close();
        try (ConfinedThreads later = ConfinedThreads.confine(last, Set.of(CurrentThread.tid()))) {
            earlier.close();
            assertThat(ThreadStatus.allowed(other)).isEqualTo(later.cpus());
        }
    }

    @Test
    void threadStartedMeanwhileIsFoundInTheNextPass() throws IOException {
        int early = idOfAnotherThread();
        int late = idOfAnotherThread();
        var passes = new ArrayDeque<>(List.of(Set.of(early), Set.of(early, late), Set.of(early, late)));
        try (ConfinedThreads confined = ConfinedThreads.confine(last, Set.of(), passes::remove)) {
            assertThat(confined.moved()).isEqualTo(all.size() == 1 ? 0 : 2);
            assertThat(ThreadStatus.allowed(late)).isEqualTo(last);
        }
        assertThat(passes).isEmpty();
    }

    @Test
    void threadThatEndedMeanwhileDoesNotMatter() {
        try (ConfinedThreads confined = ConfinedThreads.confine(last, Set.of(), () -> Set.of(NO_THREAD))) {
            assertThat(confined.moved()).isZero();
            assertThat(confined.refused()).isZero();
        }
    }

    @Test
    void processThatStartsThreadsForeverDoesNotHoldTheCaller() {
        int[] next = {NO_THREAD};
        try (ConfinedThreads confined = ConfinedThreads.confine(last, Set.of(), () -> Set.of(next[0]++))) {
            assertThat(confined.moved()).isZero();
        }
    }

    @Test
    void threadOnFewerCpusThanGivenKeepsThem() throws IOException {
        try (PinnedThread pin = PinnedThread.to(last.first());
                ConfinedThreads confined = ConfinedThreads.confine(all, Set.of(), () -> Set.of(pin.tid()))) {
            assertThat(ThreadStatus.allowed(pin.tid())).isEqualTo(last);
            assertThat(confined.moved()).isZero();
        }
    }

    @Test
    void threadThatPinnedItselfElsewhereMeanwhileIsNotRestored() throws IOException {
        int me = CurrentThread.tid();
        ConfinedThreads confined = ConfinedThreads.confine(last, Set.of(), () -> Set.of(me));
        try (PinnedThread pin = PinnedThread.to(all.first())) {
            confined.close();
            assertThat(ThreadStatus.allowed(me)).isEqualTo(all.size() == 1 ? all : CpuSet.of(pin.cpu()));
        } finally {
            ThreadMask.write(ThreadMask.SELF, all);
        }
    }

    @Test
    void forbiddenCpuIsNamedTogetherWithTheAllowedSetAndNothingMoves() throws IOException {
        int other = idOfAnotherThread();
        CpuSet asked = last.with(CpuSet.MAX_CPUS - 1);
        assertThatThrownBy(() -> ConfinedThreads.confine(asked, Set.of())).isInstanceOf(AffinityException.class)
                .hasMessageContaining("[65535] not allowed")
                .hasMessageContaining("allowed: [" + CpuSet.grantable() + "]");
        assertThat(ThreadStatus.allowed(other)).isEqualTo(all);
    }

    @Test
    void emptySetIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ConfinedThreads.confine(CpuSet.empty(), Set.of()));
    }

    private int idOfAnotherThread() {
        CompletableFuture<Integer> tid = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            tid.complete(CurrentThread.tid());
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return tid.join();
    }
}
