package io.sidecore.syscall;

import io.sidecore.memory.access.Futex;
import io.sidecore.memory.access.Libc;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * A syscall core's sleep, and its wake-up by a submitter.
 *
 * <pre>
 *   core:  word = ASLEEP                            submitter:  entry = SUBMITTED (release)
 *          barrier in every running thread                      [full fence, where there is no such barrier]
 *          any entry SUBMITTED? word = AWAKE, done              word is ASLEEP?
 *          sleep while word is ASLEEP (futex)                     word: ASLEEP -> AWAKE (compare-and-set), wake
 * </pre>
 *
 * <p>A submitter's store and its load behind it may change places in its store buffer; one of the two sides must prevent that with a full
 * fence. membarrier(2) does it on the sleeper's side for all threads of the process, so a submission costs a load and no fence. Whatever
 * the submitter stored before that barrier, the core sees; whatever it does after, sees ASLEEP. So no wake-up is lost.
 *
 * <p>{@link #missed} counts sleeps that ended by their time limit with work there; it stays 0.
 */
final class SleepWord {
    /** How a sleep went. */
    enum Rest {
        /** There was work: it has not slept. */
        NONE,
        /** It was woken. */
        WOKEN,
        /** It has ended by its time limit, or for no reason. */
        ENDED
    }

    /** A sleep's time limit, against a submitter that is killed between compare-and-set and wake. */
    private static final long LIMIT_NANOS = 1_000_000_000L;
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int PADDED = 256;

    private final MemorySegment words = Arena.ofAuto().allocate(PADDED, PADDED / 2);
    private final long address = words.address() + PADDED / 2;
    private final Futex futex = new Futex();
    private static final boolean IS_SUBMITTER_FENCED = !MemoryBarrier.isAvailable();
    private volatile long missed;

    /** What the submitter has submitted comes before whatever it reads from here on: the word, and which core serves its page. */
    static void orderSubmission() {
        if (IS_SUBMITTER_FENCED) {
            VarHandle.fullFence();
        } else {
            // For the compiler only, see above.
            VarHandle.releaseFence();
        }
    }

    /** A submitter, behind {@link #orderSubmission}: wakes the core if it sleeps, or is about to. Returns whether it did. */
    boolean wake() {
        if (OffHeap.getIntOpaque(address) == AWAKE || !OffHeap.compareAndSetInt(address, ASLEEP, AWAKE)) {
            return false;
        }
        Futex.wakeAll(address);
        return true;
    }

    /** The core's active thread: sleeps until it is woken, unless there is work. */
    Rest sleepUnless(BooleanSupplier work) {
        OffHeap.putIntRelease(address, ASLEEP);
        MemoryBarrier.inAllThreads();
        Rest rest = Rest.NONE;
        if (!work.getAsBoolean()) {
            // Woken for no reason, there may be work whose submitter has not come to its wake-up yet: nothing is missed.
            boolean hasTimedOut = futex.sleep(address, ASLEEP, LIMIT_NANOS) == Libc.ETIMEDOUT;
            rest = OffHeap.getIntOpaque(address) == AWAKE ? Rest.WOKEN : Rest.ENDED;
            if (hasTimedOut && rest == Rest.ENDED && work.getAsBoolean()) {
                missed++;
            }
        }
        OffHeap.putIntRelease(address, AWAKE);
        return rest;
    }

    /** Whether it sleeps now; any thread, a snapshot. */
    boolean isAsleep() {
        return OffHeap.getIntOpaque(address) == ASLEEP;
    }

    long missed() {
        return missed;
    }
}
