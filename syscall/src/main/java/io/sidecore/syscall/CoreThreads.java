package io.sidecore.syscall;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The syscall threads of one core: one is active, some are in calls that block, the others stand by.
 *
 * <p>Threads are started by the watch alone, ahead of need; the last one on standby is kept for a hand-off, unless there may be no
 * more. Any thread.
 */
final class CoreThreads {
    /** Threads that stand by although nothing is to be done. */
    private static final int RESERVE = 2;

    private final SyscallCore core;
    private final int limit;
    private final List<SyscallThread> all = new ArrayList<>();
    /** A copy of the same, for whoever looks at all of them. */
    private volatile SyscallThread[] snapshot = {};
    private final ArrayDeque<SyscallThread> standby = new ArrayDeque<>();
    private int started;
    private int most;
    private boolean isEnding;
    /** The system has refused a thread when one was to be started last. */
    private boolean isShort;
    private volatile int wanted;

    CoreThreads(SyscallCore core, int limit) {
        this.core = core;
        this.limit = limit;
    }

    /** The first one, active from the start. */
    SyscallThread startActive() {
        SyscallThread first = start(SyscallThread.Task.SERVE);
        if (first == null) {
            throw new IllegalStateException("the system refuses another thread");
        }
        return first;
    }

    /** Null if the system refuses it. */
    private synchronized SyscallThread start(SyscallThread.Task first) {
        SyscallThread thread = new SyscallThread(core, started++, first);
        all.add(thread);
        snapshot = all.toArray(SyscallThread[]::new);
        most = Math.max(most, all.size());
        try {
            thread.start();
            isShort = false;
        } catch (OutOfMemoryError e) {
            // The kernel gives no more threads: those there are have to do.
            all.remove(thread);
            snapshot = all.toArray(SyscallThread[]::new);
            isShort = true;
            return null;
        }
        return thread;
    }

    /** A thread for a call that blocks, or null; asks for another one if few are left. */
    synchronized SyscallThread takeForCall() {
        if (standby.size() < RESERVE && all.size() < limit) {
            wanted++;
        }
        return standby.size() > 1 || all.size() >= limit || isShort ? standby.pollLast() : null;
    }

    /** A thread for the role of the active one, or null if there is none and there may be no more. */
    SyscallThread takeForRole() {
        synchronized (this) {
            if (!standby.isEmpty()) {
                return standby.pollLast();
            }
            if (all.size() >= limit) {
                return null;
            }
        }
        return start(SyscallThread.Task.NONE);
    }

    /** A thread that stands by already: a new one, or one that was taken in vain. */
    synchronized void giveBack(SyscallThread thread) {
        if (isEnding) {
            thread.offer(SyscallThread.Task.END);
        } else {
            standby.addLast(thread);
        }
    }

    /** A thread has nothing to do. */
    synchronized void standBy(SyscallThread thread) {
        if (isEnding || standby.size() >= Math.max(RESERVE, limit / 4)) {
            thread.offer(SyscallThread.Task.END);
        } else if (!standby.contains(thread)) {
            standby.addLast(thread);
        }
    }

    synchronized void onEnd(SyscallThread thread) {
        all.remove(thread);
        snapshot = all.toArray(SyscallThread[]::new);
        standby.remove(thread);
    }

    /** The watch: starts what is asked for, within the limit. */
    void replenish(int pending) {
        if (wanted == 0) {
            return;
        }
        wanted = 0;
        int missing;
        synchronized (this) {
            missing = isEnding ? 0 : Math.min(pending + RESERVE - standby.size(), limit - all.size());
        }
        for (int i = 0; i < missing; i++) {
            SyscallThread thread = start(SyscallThread.Task.NONE);
            if (thread == null) {
                return;
            }
            giveBack(thread);
        }
    }

    boolean isWanting() {
        return wanted != 0;
    }

    /** Ends all that stand by, and each of the others when it comes to. */
    synchronized void end() {
        isEnding = true;
        standby.forEach(thread -> thread.offer(SyscallThread.Task.END));
        standby.clear();
    }

    /** {@return those there are now, not to be written to} */
    SyscallThread[] all() {
        return snapshot;
    }

    /** Whether all but the active one stand by. */
    synchronized boolean isQuiet() {
        return all.size() - standby.size() <= 1;
    }

    synchronized int count() {
        return all.size();
    }

    synchronized int standbyCount() {
        return standby.size();
    }

    /** Threads at the same time, at most, so far. */
    synchronized int most() {
        return most;
    }

    synchronized boolean canTake() {
        return standby.size() > 1 || all.size() < limit || !standby.isEmpty();
    }
}
