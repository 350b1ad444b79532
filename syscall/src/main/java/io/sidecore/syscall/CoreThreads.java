package io.sidecore.syscall;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The syscall threads of one core: one is active, some are in calls that block, the others stand by.
 *
 * <p>Threads are started by the watch alone, ahead of need; the last one on standby is kept for a hand-off, unless there may be no
 * more. Any thread.
 */
final class CoreThreads {
    /** Threads that stand by although nothing is to be done. */
    private static final int RESERVE = 2;
    /** Between two attempts to start a thread when the system refuses them. */
    private static final long RETRY_NANOS = 10_000_000;

    private final SyscallCore core;
    private final int limit;
    private final List<SyscallThread> all = new ArrayList<>();
    /** A copy of the same, for whoever looks at all of them. */
    private volatile SyscallThread[] snapshot = {};
    private final ArrayDeque<SyscallThread> standby = new ArrayDeque<>();
    /** Not known to be pinned yet, and so not to be given anything: the calls of one that cannot be pinned would be lost. */
    private final ArrayDeque<SyscallThread> starting = new ArrayDeque<>();
    private int started;
    private int most;
    private boolean isEnding;
    /** The system has refused a thread, or its CPU, when one was to be started last. */
    private boolean isShort;
    private long shortSince;
    private int wanted;

    CoreThreads(SyscallCore core, int limit) {
        this.core = core;
        this.limit = limit;
    }

    /** The first one, active from the start. */
    SyscallThread startActive() {
        SyscallThread first = start(SyscallThread.Task.SERVE);
        if (first == null) {
            throw refused();
        }
        return first;
    }

    static IllegalStateException refused() {
        return new IllegalStateException("the system refuses another thread");
    }

    /** Null if the system refuses it. */
    private synchronized SyscallThread start(SyscallThread.Task first) {
        SyscallThread thread = new SyscallThread(core, started++, first);
        all.add(thread);
        snapshot = all.toArray(SyscallThread[]::new);
        try {
            thread.start();
            most = Math.max(most, all.size());
            isShort = false;
        } catch (OutOfMemoryError e) {
            // The kernel gives no more threads: those there are have to do.
            all.remove(thread);
            snapshot = all.toArray(SyscallThread[]::new);
            runShort();
            return null;
        }
        return thread;
    }

    private void runShort() {
        isShort = true;
        shortSince = System.nanoTime();
    }

    /** A thread for a call that blocks, or null; asks for another one if few are left. */
    synchronized SyscallThread takeForCall() {
        if (standby.size() < RESERVE && all.size() < limit) {
            wanted++;
        }
        return canTake() ? standby.pollLast() : null;
    }

    /** Whether there is a thread for a call that blocks: one is kept for the role of the active one, unless there will be no more. */
    synchronized boolean canTake() {
        return standby.size() > (mayGrow() ? 1 : 0);
    }

    /** Whether there are going to be more threads, as far as is known. */
    synchronized boolean mayGrow() {
        return !isEnding && (!starting.isEmpty() || all.size() < limit && !isShort);
    }

    /** The watch: a thread for the role of the active one, or null; then it asks for another one, if there may be more. */
    synchronized SyscallThread takeForRole() {
        if (standby.isEmpty() && all.size() < limit) {
            wanted++;
        }
        return standby.pollLast();
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

    /** The watch: lets those stand by that it has started, and starts what is asked for, within the limit. */
    void replenish(int pending) {
        admit();
        int missing;
        synchronized (this) {
            if (wanted == 0 || isShort && System.nanoTime() - shortSince < RETRY_NANOS) {
                return;
            }
            wanted = 0;
            int coming = standby.size() + starting.size();
            missing = isEnding ? 0 : Math.min(pending + RESERVE - coming, limit - all.size());
        }
        for (int i = 0; i < missing; i++) {
            SyscallThread thread = start(SyscallThread.Task.NONE);
            if (thread == null) {
                return;
            }
            synchronized (this) {
                if (isEnding) {
                    thread.offer(SyscallThread.Task.END);
                } else {
                    starting.add(thread);
                }
            }
        }
    }

    private void admit() {
        boolean isAnyNew = false;
        synchronized (this) {
            for (int i = starting.size(); i > 0; i--) {
                SyscallThread thread = starting.poll();
                if (!thread.started().isDone()) {
                    starting.add(thread);
                } else if (thread.started().isCompletedExceptionally()) {
                    runShort();
                } else {
                    giveBack(thread);
                    isAnyNew = true;
                }
            }
        }
        if (isAnyNew) {
            // Calls may be waiting for it.
            core.wake();
        }
    }

    /** Whether the watch has to see to it soon. */
    synchronized boolean isWanting() {
        return wanted != 0 || !starting.isEmpty();
    }

    /** Ends all that stand by, and each of the others when it comes to. */
    synchronized void end() {
        isEnding = true;
        standby.forEach(thread -> thread.offer(SyscallThread.Task.END));
        standby.clear();
        starting.forEach(thread -> thread.offer(SyscallThread.Task.END));
        starting.clear();
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
}
