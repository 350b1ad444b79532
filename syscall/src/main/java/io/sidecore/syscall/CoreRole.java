package io.sidecore.syscall;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which syscall thread of a core is the active one: at most one, handed on while it is stuck in a call (FlexSC, section 3.2).
 *
 * <pre>
 *   word:   63 ............ 2   1 0
 *           | calls, counted  | phase |
 *
 *   RUNNING ──enter──▶ IN_CALL ──leave──▶ RUNNING
 *                         │
 *                         ├──take: another thread is the active one now; leave fails──▶ RUNNING
 *                         └──interrupt: a signal is on its way; leave fails, resume──▶ RUNNING
 * </pre>
 *
 * <p>The active thread's stores while it is RUNNING are private to it: whoever takes over has seen IN_CALL, which was stored behind them with
 * release order. Each call has a number of its own, so a word that was read before says exactly which call it was about.
 */
final class CoreRole {
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(CoreRole.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int RUNNING = 0;
    private static final int IN_CALL = 1;
    private static final int INTERRUPTED = 2;
    private static final int PHASE = 3;
    private static final int ONE_CALL = 4;

    @SuppressWarnings("unused")
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
    @SuppressWarnings("unused")
    private long word;
    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    /** The active thread: a call begins. Returns its ticket. */
    long enter() {
        long ticket = ((long) WORD.get(this) | PHASE) + 1 + IN_CALL;
        // Pairs with the compare-and-set in take: the new active thread sees all that this one did before the call.
        WORD.setRelease(this, ticket);
        return ticket;
    }

    /** The active thread: the call is over. False if it is the active thread no more, or has been interrupted: see {@link #resume}. */
    boolean leave(long ticket) {
        return WORD.compareAndSet(this, ticket, ticket - IN_CALL + RUNNING);
    }

    /** After a failed {@link #leave}: whether the thread has only been interrupted, and is active again. */
    boolean resume(long ticket) {
        return WORD.compareAndSet(this, ticket - IN_CALL + INTERRUPTED, ticket - IN_CALL + RUNNING);
    }

    /** Any thread: the word, for the other methods. */
    long look() {
        return (long) WORD.getAcquire(this);
    }

    static boolean isInCall(long seen) {
        return (seen & PHASE) == IN_CALL;
    }

    static boolean isInterrupted(long seen) {
        return (seen & PHASE) == INTERRUPTED;
    }

    static boolean isRunning(long seen) {
        return (seen & PHASE) == RUNNING;
    }

    /** How many calls have begun. */
    static long calls(long seen) {
        return seen >>> 2;
    }

    /** Takes the role from a thread that is still in the call it was seen in; true: the caller is to name the new active thread. */
    boolean take(long seen) {
        return isInCall(seen) && WORD.compareAndSet(this, seen, seen + ONE_CALL - IN_CALL + RUNNING);
    }

    /** Keeps a thread that is still in the call it was seen in from leaving unnoticed, so that a signal can be sent to it. */
    boolean interrupt(long seen) {
        return isInCall(seen) && WORD.compareAndSet(this, seen, seen - IN_CALL + INTERRUPTED);
    }
}
