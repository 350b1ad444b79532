package io.sidecore.bench.calls.idle;

import io.sidecore.affinity.CurrentThread;
import io.sidecore.bench.calls.served.KernelThread;
import io.sidecore.bench.rig.Contender;
import io.sidecore.memory.access.Futex;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;

/** One side sleeps on a word; the other changes and wakes, and spins until a line has the answer: the least that a first call can take. */
final class FutexWake implements Contender {
    private static final int BACK = 256;
    private static final int LENGTH = 512;
    /** More calls of each method than HotSpot wants before it compiles it; the slices of a fork have too few. */
    private static final int WARM_UP_WAKES = 6_000;
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long word = Arena.global().allocate(LENGTH, BACK).address();
    private final long answer = word + BACK;
    private final Futex futex = new Futex();
    private volatile int followerTid;
    private KernelThread follower;
    private int woken;
    private int answered;
    private long counted;

    @Override
    public void lead(int leader, long count) {
        if (follower == null) {
            while (followerTid == 0) {
                Thread.onSpinWait();
            }
            follower = new KernelThread(followerTid);
            for (int call = 0; call < WARM_UP_WAKES; call++) {
                wake(1, 0);
            }
        }
        counted = wake(count, WakeRig.ASLEEP_NANOS);
    }

    /** Returns the nanoseconds that wakes and answers took. */
    private long wake(long count, long nanosAsleep) {
        long nanos = 0;
        for (long wake = 0; wake < count; wake++) {
            follower.awaitSleep(nanosAsleep);
            int value = ++woken;
            long start = System.nanoTime();
            OffHeap.putIntRelease(word, value);
            Futex.wakeAll(word);
            // Pairs with the release below.
            while (OffHeap.getIntAcquire(answer) != value) {
                Thread.onSpinWait();
            }
            nanos += System.nanoTime() - start;
        }
        return nanos;
    }

    @Override
    public void follow(long count) {
        if (followerTid == 0) {
            followerTid = CurrentThread.tid();
            for (int call = 0; call < WARM_UP_WAKES; call++) {
                answer(1);
            }
        }
        answer(count);
    }

    private void answer(long count) {
        for (long wake = 0; wake < count; wake++) {
            int last = answered;
            while (OffHeap.getIntAcquire(word) == last) {
                futex.sleep(word, last, LONGEST_SLEEP_NANOS);
            }
            answered = last + 1;
            OffHeap.putIntRelease(answer, last + 1);
        }
    }

    @Override
    public long countedNanos(long nanos) {
        return counted;
    }

    @Override
    public void close() {
        follower.close();
    }
}
