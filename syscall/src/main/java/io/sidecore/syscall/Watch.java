package io.sidecore.syscall;

import io.sidecore.affinity.PinnedThread;
import io.sidecore.syscall.CoreWatch.Next;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that looks after an engine's cores: it hands the role of a thread that is stuck in a call to another one, starts threads ahead of
 * need, and interrupts calls that have been given up. In the paper the kernel's scheduler does that.
 *
 * <p>It looks twice in the time after which a call counts as stuck, less often while brief calls come one after the other or nothing happens, and
 * hardly ever while every core sleeps: each look takes the core from the calls for a while (docs/decisions/0005).
 */
final class Watch implements Runnable {
    private static final long RAREST_NANOS = 1_000_000;
    /** So that a call that is stuck behind brief ones is found within four hand-off times: at the second look behind it. */
    private static final int LATER_PERIODS = 4;
    /** While every core sleeps; one that wakes up says so. */
    private static final long ASLEEP_NANOS = 1_000_000_000;
    /** Between two times that pages are asked what they have counted. */
    private static final long COUNT_NANOS = 100_000_000;

    private final SyscallCore[] cores;
    private final Balance balance;
    private final Interrupts interrupts = new Interrupts();
    private final long period;
    private final Thread thread;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private volatile boolean isNudged;
    private long counted = System.nanoTime();

    Watch(List<SyscallCore> cores, long handOffNanos) {
        // No iterators: the watch allocates nothing either.
        this.cores = cores.toArray(SyscallCore[]::new);
        this.balance = new Balance(cores);
        this.period = handOffNanos / 2;
        this.thread = Thread.ofPlatform().daemon().name("sidecore-watch-" + cores.getFirst().cpu()).unstarted(this);
    }

    /** Returns when it is pinned; throws what keeps it from that. */
    void start() {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            throw CoreThreads.refused();
        }
        started.join();
    }

    /** Any thread. */
    void wakeCores() {
        for (SyscallCore core : cores) {
            core.wake();
        }
    }

    /** There is something to look after; any thread. */
    void nudge() {
        isNudged = true;
        LockSupport.unpark(thread);
    }

    private void publishCounters() {
        counted = System.nanoTime();
        for (SyscallCore core : cores) {
            core.pages().publishCounters();
        }
    }

    private boolean isAllAsleep() {
        for (SyscallCore core : cores) {
            if (!core.isAsleep()) {
                return false;
            }
        }
        return true;
    }

    private boolean hasEnded() {
        for (SyscallCore core : cores) {
            if (!core.hasEnded()) {
                return false;
            }
        }
        return true;
    }

    /** Nanoseconds; a longer pause is come to by doubling. */
    private long longest(Next next) {
        return switch (next) {
            case SOON -> period;
            case LATER -> Math.max(period, Math.min(LATER_PERIODS * period, RAREST_NANOS));
            case SELDOM -> Math.max(period, RAREST_NANOS);
        };
    }

    @Override
    public void run() {
        try {
            // Away from the application's core; ends with the thread.
            PinnedThread.to(cores[0].cpu());
            started.complete(null);
        } catch (Throwable e) {
            started.completeExceptionally(e);
            return;
        }
        try {
            long pause = period;
            Next next = Next.SOON;
            while (!hasEnded()) {
                // Behind a look that has found nothing; what is new is told by a nudge.
                if (next == Next.SELDOM && !isNudged && isAllAsleep()) {
                    publishCounters();
                    LockSupport.parkNanos(this, ASLEEP_NANOS);
                    continue;
                }
                isNudged = false;
                next = Next.SELDOM;
                for (SyscallCore core : cores) {
                    Next its = core.watch().look(interrupts);
                    next = its.compareTo(next) < 0 ? its : next;
                }
                balance.look();
                if (System.nanoTime() - counted > COUNT_NANOS) {
                    publishCounters();
                }
                pause = Math.min(2 * pause, longest(next));
                if (!isNudged) {
                    LockSupport.parkNanos(this, pause);
                }
            }
        } catch (Throwable e) {
            // Without a watch, a core could hang in any call: its owners must not wait for it.
            for (SyscallCore core : cores) {
                core.stop();
            }
            for (SyscallCore core : cores) {
                core.threads().end();
                core.pages().stopWaiting();
            }
            throw e;
        }
    }
}
