package io.sidecore.syscall;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One syscall thread's hold on the role of its core's active one, which it may lose while it is stuck in a call (FlexSC, section 3.2).
 *
 * <pre>
 *   the thread:  word = call n, IN_CALL (release)        watch:  request = call n
 *                ... the call ...                                barrier in every running thread
 *                word = call n, OUT (release)                    word is still call n, IN_CALL?
 *                request is call n? wait for the answer            answer = call n, lost; or call n, kept
 * </pre>
 *
 * <p>The thread's last two steps may change places in its store buffer. membarrier(2) on the watch's side rules that out, so that a call costs two
 * stores and a load; with a fence, each call would wait until the line of the entry before it has come. After the barrier, either the
 * watch sees that the thread is out, or the thread will see the request. Where there is no membarrier, the thread fences for itself.
 *
 * <p>What the thread did before the call is visible to whoever has seen IN_CALL. After the call it touches nothing of the core's before it knows
 * that it has kept the role.
 */
final class ActiveRole {
    private static final VarHandle WORD;
    private static final VarHandle REQUEST;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(ActiveRole.class, "word", long.class);
            REQUEST = MethodHandles.lookup().findVarHandle(ActiveRole.class, "request", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int IN_CALL = 1;
    private static final int ONE_CALL = 2;

    private final boolean isFenced = !MemoryBarrier.isAvailable();
    private final Runnable onKept;
    @SuppressWarnings("unused")
    private long word;
    @SuppressWarnings("unused")
    private long request;
    /** The call of the request if the role was lost, its negative if it was kept. */
    private volatile long answer;

    /** {@code onKept}: what the thread does when it has been held, and is still the active one. */
    ActiveRole(Runnable onKept) {
        this.onKept = onKept;
    }

    /** The thread: a call begins. Returns its number, which is odd. */
    long enter() {
        long call = (long) WORD.get(this) + ONE_CALL + IN_CALL;
        // Pairs with the acquire in look: the next active thread sees all that this one did before the call.
        WORD.setRelease(this, call);
        return call;
    }

    /** The thread: the call is over. Whether it is still the active one. */
    boolean leave(long call) {
        WORD.setRelease(this, call - IN_CALL);
        if (isFenced) {
            VarHandle.fullFence();
        } else {
            // For the compiler only, see above.
            VarHandle.releaseFence();
        }
        return (long) REQUEST.getOpaque(this) != call || isKept(call);
    }

    private boolean isKept(long call) {
        long given;
        while (Math.abs(given = answer) != call) {
            // The watch may be on the same CPU.
            Thread.yield();
        }
        if (given < 0) {
            onKept.run();
        }
        return given < 0;
    }

    /** Calls that the thread has begun between two looks. */
    static long calls(long before, long now) {
        return now / ONE_CALL - before / ONE_CALL;
    }

    /** The watch: which call the thread is in, with acquire order; {@link #isInCall} tells whether it is in one at all. */
    long look() {
        return (long) WORD.getAcquire(this);
    }

    static boolean isInCall(long seen) {
        return (seen & IN_CALL) != 0;
    }

    /** The watch: holds the thread where it is in that call, or will be when it returns. If so, an answer is due, at any time. */
    boolean hold(long call) {
        // It may have been held in this call before.
        answer = 0;
        REQUEST.setVolatile(this, call);
        boolean isHeld = false;
        try {
            MemoryBarrier.inAllThreads();
            isHeld = look() == call;
            return isHeld;
        } finally {
            if (!isHeld) {
                answer = -call;
            }
        }
    }

    /** The watch, to a thread that it holds: whether it keeps the role. */
    void answer(long call, boolean keeps) {
        answer = keeps ? -call : call;
    }
}
