package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The steps of a waiter with a waker in between, on one thread: the waiter's look at its condition is where the other one acts. A
 * wake-up that is lost shows as a sleep that only the time-out of a piece has ended.
 */
class WaitWordTest {
    private final MemorySegment word = Arena.ofAuto().allocate(Integer.BYTES, Integer.BYTES);
    private int looks;
    private boolean condition;

    /** A wait in which the act follows the look of that number, counted from 1; the condition is true from then on. */
    private WaitWord waitWithActAfterLook(int number, Runnable act) {
        WaitWord wait = new WaitWord(word.address(), () -> {
            boolean seen = condition;
            if (++looks == number) {
                condition = true;
                act.run();
            }
            return seen;
        }, () -> {});
        assertThat(wait.await(TimeUnit.SECONDS.toNanos(60))).isTrue();
        return wait;
    }

    private void wake() {
        WaitWord.wake(word.address());
    }

    @Test
    void wakeUpBeforeTheAnnouncementIsSeenByTheSecondLook() {
        assertThat(waitWithActAfterLook(1, this::wake).missed()).isZero();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void wakeUpBetweenTheSecondLookAndTheSleepPreventsTheSleep() {
        assertThat(waitWithActAfterLook(2, this::wake).missed()).isZero();
        assertThat(looks).isEqualTo(3);
    }

    @Test
    void anotherWaitersAnnouncementAfterTheWakeUpDoesNotHideIt() {
        WaitWord wait = waitWithActAfterLook(2, () -> {
            wake();
            OffHeap.getAndBitwiseOrInt(word.address(), 1);
        });
        assertThat(wait.missed()).isZero();
    }

    @Test
    void conditionWithoutAWakeUpIsFoundAfterAPieceOfTheSleepAndCounted() {
        assertThat(waitWithActAfterLook(2, () -> {}).missed()).isEqualTo(1);
    }
}
