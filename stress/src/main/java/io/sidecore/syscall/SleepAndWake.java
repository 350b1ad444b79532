package io.sidecore.syscall;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A core falls asleep as a call is submitted: it sees the call, or is woken.
 *
 * <p>The core says that it sleeps, and then looks for calls; the submitter submits, and then looks whether the core sleeps. Store before load on both sides, so
 * each could miss the other, and the call lie there until the sleep's time limit. The submitter has no fence; the core makes one in all running threads, by
 * membarrier, before it looks. What a sleep that ends by its limit finds is counted as missed.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The call was seen, or the core was woken for it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A wake-up was lost.")
@State
public class SleepAndWake {
    private final SleepWord sleep = new SleepWord();
    private final MemorySegment memory = Arena.ofAuto().allocate(64, 64);
    private final long entry = memory.address();

    @Actor
    public void submit() {
        OffHeap.putLongRelease(entry, 1);
        SleepWord.orderSubmission();
        sleep.wake();
    }

    @Actor
    public void fallAsleep(LL_Result r) {
        while (OffHeap.getLongAcquire(entry) == 0) {
            sleep.sleepUnless(() -> OffHeap.getLongAcquire(entry) != 0);
        }
        r.r1 = OffHeap.getLongAcquire(entry);
        r.r2 = sleep.missed();
    }
}
