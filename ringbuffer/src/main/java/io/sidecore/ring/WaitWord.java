package io.sidecore.ring;

import io.sidecore.memory.access.Futex;
import io.sidecore.memory.access.Libc;
import io.sidecore.memory.access.OffHeap;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * One thread's way to sleep on a word of shared memory until a condition holds that others bring about.
 *
 * <pre>
 *   word:   31 ................. 1   0
 *           | wake-ups, counted    | w |     w: somebody waits who has not been woken yet
 *
 *   waiter:  announced = word |= 1                  waker:  make the condition true
 *            full fence                                     full fence
 *            condition true? done                           seen = word; even? done
 *            sleep if word == announced (futex)             word: seen -> seen + 1 (compare-and-set); failed? done
 *            and again                                      wake all (futex)
 * </pre>
 *
 * <p>No wake-up is lost: of the two fences one comes first. If it is the waiter's, the waker sees the bit; if it is the waker's, the waiter sees
 * the condition. A waker that has seen the bit changes the word, so a waiter that has announced itself and not yet gone to sleep does
 * not, whoever else announces itself in the meantime: the sum carries from the bit into the count. A waker whose
 * compare-and-set fails met another waker, which wakes all; who announces itself after that sees the condition. No waiter clears the bit,
 * for another may sleep behind it: a waiter that gives up or is killed costs one waker one system call.
 *
 * <p>Against a waker that is killed between its last two steps, and one that never wakes, the sleep is cut into pieces of
 * {@link #RECHECK_NANOS}. After the counter's 2^31 wake-ups between two steps of one waiter, the same bound holds.
 */
final class WaitWord {
    /** Longest sleep without a look at the condition. */
    static final long RECHECK_NANOS = 50_000_000;

    private static final int WAITING = 1;

    private final long address;
    private final BooleanSupplier over;
    private final Runnable stalled;
    private final Futex futex = new Futex();
    private long missed;

    /** {@code over} is the condition; {@code stalled} is called whenever a piece of the sleep has passed without a wake-up. */
    WaitWord(long address, BooleanSupplier over, Runnable stalled) {
        this.address = address;
        this.over = over;
        this.stalled = stalled;
    }

    /** Returns when the condition holds, the time is over, or the thread is interrupted; the first one was the case if true. */
    boolean await(long nanos) {
        if (over.getAsBoolean()) {
            return true;
        }
        long start = System.nanoTime();
        long left = nanos;
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            int announced = OffHeap.getAndBitwiseOrInt(address, WAITING) | WAITING;
            // Pairs with the fence in wake.
            VarHandle.fullFence();
            if (over.getAsBoolean()) {
                return true;
            }
            boolean unwoken = futex.sleep(address, announced, Math.min(left, RECHECK_NANOS)) == Libc.ETIMEDOUT;
            if (unwoken) {
                stalled.run();
            }
            if (over.getAsBoolean()) {
                missed += unwoken ? 1 : 0;
                return true;
            }
            left = nanos - (System.nanoTime() - start);
        }
        return false;
    }

    /** How often the condition was found true without a wake-up. */
    long missed() {
        return missed;
    }

    /** Wakes all who wait on the word; to be called after the condition has become true. */
    static void wake(long address) {
        // Pairs with the fence in await.
        VarHandle.fullFence();
        int seen = OffHeap.getIntOpaque(address);
        if ((seen & WAITING) != 0 && OffHeap.compareAndSetInt(address, seen, seen + 1)) {
            Futex.wakeAll(address);
        }
    }
}
