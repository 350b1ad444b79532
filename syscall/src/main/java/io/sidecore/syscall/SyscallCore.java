package io.sidecore.syscall;

import io.sidecore.syscall.counters.CoreCounters;
import io.sidecore.syscall.event.CoreSleep;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * One syscall core: the pages that it serves, and what its active thread does with their entries.
 *
 * <p>Quick calls are executed where they are found. A call that may block for long is tried without blocking; if it would block, or blocks by
 * nature, it is set aside for another thread, behind the quick ones that are there. A call that turns out to take long keeps its thread, and
 * the watch makes another one active.
 */
final class SyscallCore {
    /** Entries of one page in a row, so that a busy page cannot keep the others waiting for long. */
    private static final int TURN = 64;
    /** Rounds that calls set aside may wait for quick ones. */
    private static final int DEFERRED_ROUNDS = 16;
    /** Rounds without work between two stores of their number. */
    private static final int SPINS_PUBLISHED = 4096;
    /** The thread that asked is the active one no more. */
    private static final int LOST = -1;

    private final int cpu;
    private final Dispatch dispatch;
    private final CoreCounters counters;
    private final CoreWatch coreWatch;
    private final IdleStrategy idle;
    /** Negative: never. */
    private final long sleepAfterNanos;
    private final CoreThreads threads;
    private final SleepWord sleep = new SleepWord();
    private final PendingCalls pending = new PendingCalls();
    private final BooleanSupplier hasWork = this::hasWork;
    /** For a core that rests: a page that is added may have its first call long after, and its submitter will not look whether the core sleeps. */
    private final BooleanSupplier hasPages = this::hasPages;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CorePages pages = new CorePages(this);
    private volatile Watch watch;

    private volatile boolean hasFailed;
    /** Set by whoever starts a thread as the active one, or makes it that: the engine, then the watch. */
    private volatile SyscallThread active;
    /** The last sleep, to be written when the call that ended it is done; null if none is to be. The active thread's. */
    private CoreSleep slept;
    private int deferredRounds;
    private long spins;
    private long executed;
    private final AtomicLong executedSeen = new AtomicLong();

    SyscallCore(int cpu, Functions functions, CoreOptions options, CoreCounters counters) {
        this.cpu = cpu;
        this.counters = counters;
        this.dispatch = new Dispatch(functions, pending, counters);
        this.idle = options.idle().get();
        this.sleepAfterNanos = options.sleepAfter() == null ? -1 : options.sleepAfter().toNanos();
        this.threads = new CoreThreads(this, options.maxThreads());
        this.coreWatch = new CoreWatch(this, threads, dispatch, counters, options.handOff().toNanos());
    }

    int cpu() {
        return cpu;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    CoreWatch watch() {
        return coreWatch;
    }

    CoreThreads threads() {
        return threads;
    }

    CorePages pages() {
        return pages;
    }

    SleepWord sleep() {
        return sleep;
    }

    /** Starts the first thread, as the active one. */
    SyscallThread start() {
        active = threads.startActive();
        return active;
    }

    SyscallThread active() {
        return active;
    }

    /** The watch, that has taken the role, before it offers it. */
    void activate(SyscallThread next) {
        executedSeen.setRelease(executed);
        active = next;
    }

    /** The active thread: goes round until the role is lost, or the core ends. */
    void serve(SyscallThread thread) {
        long idleSince = 0;
        while (true) {
            // Asked before the round, which then finds all that came before.
            boolean isLast = isStopping() && isQuiet();
            int work = goRound(thread);
            if (work < 0) {
                return;
            }
            if (slept != null) {
                slept.write(cpu);
                slept = null;
            }
            // Behind the round, so that a brief call that woke the core does not wait for it.
            dispatch.tellWatch();
            if (work == 0 && (++spins & SPINS_PUBLISHED - 1) == 0) {
                counters.spins(spins);
            }
            if (work > 0) {
                idleSince = 0;
                idle.idle(work);
            } else if (isLast) {
                end();
                return;
            } else if (isStopping()) {
                giveUp();
                idle.idle(0);
            } else if (pages.count() == 0 && pending.isEmpty()) {
                counters.released();
                sleep.sleepUnless(hasPages);
                dispatch.onWakeUp();
                counters.spinning();
            } else if (sleepAfterNanos < 0) {
                idle.idle(0);
            } else {
                long now = System.nanoTime();
                if (idleSince == 0) {
                    idleSince = now;
                }
                if (now - idleSince >= sleepAfterNanos) {
                    if (fallAsleep()) {
                        idleSince = 0;
                    }
                    dispatch.onWakeUp();
                } else {
                    idle.idle(0);
                }
            }
        }
    }

    /** Returns whether a submitter has ended the sleep, rather than its time limit. */
    private boolean fallAsleep() {
        counters.spins(spins);
        counters.asleep();
        slept = CoreSleep.begun();
        SleepWord.Rest rest = sleep.sleepUnless(hasWork);
        counters.spinning();
        if (rest == SleepWord.Rest.NONE) {
            slept = null;
        } else {
            counters.park();
        }
        if (rest == SleepWord.Rest.WOKEN) {
            counters.wakeUp();
        }
        if (slept != null) {
            slept.end();
        }
        return rest == SleepWord.Rest.WOKEN;
    }

    /** Whether it is in a call, or has calls waiting; the watch. */
    boolean isBusy() {
        return pages.count() > 0 && (ActiveRole.isInCall(active.role.look()) || pages.hasNext());
    }

    private int goRound(SyscallThread thread) {
        int work = 0;
        if (pages.isMoving()) {
            pages.move();
        }
        for (PageQueue page : pages.all()) {
            int count = serve(page, thread);
            if (count < 0) {
                return LOST;
            }
            work += count;
        }
        if (work > 0) {
            // A volatile store would wait until the entries' lines have come.
            executedSeen.setRelease(executed);
            counters.executed(executed);
            counters.batch(work);
        }
        if (!pending.isEmpty() && (work == 0 || ++deferredRounds >= DEFERRED_ROUNDS)) {
            deferredRounds = 0;
            work += pending.assign(threads, dispatch);
            if (threads.isWanting()) {
                watch.nudge();
            }
        }
        return work;
    }

    private int serve(PageQueue page, SyscallThread thread) {
        int count = 0;
        // A closed gate may outlast the last call aside: others forget those that are final, too.
        if (!page.aside.isEmpty() || page.gate.isClosed()) {
            count = serveAside(page, thread);
            if (count < 0 || page.gate.isClosed()) {
                return count;
            }
        }
        while (count < TURN && !page.gate.isClosed()) {
            int slot = page.next();
            if (slot == PageQueue.NONE) {
                break;
            }
            count++;
            executed++;
            if (!dispatch.start(page, slot, thread)) {
                return LOST;
            }
        }
        page.publish();
        return count;
    }

    /** Starts what was held back and need not be any more. */
    private int serveAside(PageQueue page, SyscallThread thread) {
        int count = 0;
        if (page.aside.hasHeld() || page.gate.isClosed()) {
            page.aside.prune();
            int slot;
            while (page.aside.hasHeld()
                    && (slot = page.aside.takeReleased(dispatch.isCancelling())) != PageQueue.NONE) {
                count++;
                if (!dispatch.startHeld(page, slot, thread)) {
                    return LOST;
                }
            }
            if (page.gate.isClosed()) {
                int opened = openGate(page, thread);
                if (opened == LOST) {
                    return LOST;
                }
                count += opened;
            }
        }
        return count;
    }

    private int openGate(PageQueue page, SyscallThread thread) {
        int slot = page.gate.slot();
        boolean isGivenUp = slot != PageQueue.NONE && dispatch.isGivenUp(page, slot);
        if (!page.aside.isEmpty() && !isGivenUp) {
            return 0;
        }
        page.gate.open();
        if (slot == PageQueue.NONE) {
            return 0;
        }
        if (isGivenUp) {
            dispatch.giveUpBarrier(page, slot);
        } else if (!dispatch.start(page, slot, thread)) {
            return LOST;
        }
        return 1;
    }

    private boolean hasPages() {
        return pages.count() > 0 || hasWork();
    }

    /** Whether a round would find something to do; the active thread, about to sleep. */
    private boolean hasWork() {
        return isStopping() || pages.isMoving() || threads.canTake() && !pending.isEmpty() || pending.hasGivenUp()
                || pages.hasWork();
    }

    /** While it ends: whether nothing is under way or waits for a thread, nor any call of its pages on another core. */
    private boolean isQuiet() {
        return dispatch.isCancelling() && pending.isEmpty() && threads.isQuiet() && !pages.hasAway();
    }

    /** Ends the calls that block, and lets nothing wait for others. */
    private void giveUp() {
        if (!dispatch.isCancelling()) {
            dispatch.cancelAll();
            watch.nudge();
        }
    }

    private void end() {
        threads.end();
        pages.end();
        ended.countDown();
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** A thread has nothing to do any more. */
    void standBy(SyscallThread thread) {
        threads.standBy(thread);
        // Calls may be waiting for a thread, or for the one that it has just made final.
        wake();
    }

    /** Any thread, with something for the core that is stored before. */
    boolean wake() {
        SleepWord.orderSubmission();
        return sleep.wake();
    }

    /** A call was given up: queued ones end where they are found, the others are interrupted by the watch. */
    void onCancel() {
        // A page may have moved on, and its call have stayed.
        watch.wakeCores();
        watch.nudge();
    }

    boolean maySleep() {
        return sleepAfterNanos >= 0;
    }

    boolean isAsleep() {
        return sleep.isAsleep();
    }

    boolean isStopping() {
        return pages.isClosed();
    }

    int pendingCount() {
        return pending.count();
    }

    /** Who looks after the core. Before it starts. */
    void connect(Watch itsWatch) {
        watch = itsWatch;
        dispatch.connect(itsWatch);
    }

    /** Every call that is submitted is made final, those that block are given up; then all threads end. */
    void stop() {
        pages.close();
        wake();
    }

    CountDownLatch ended() {
        return ended;
    }

    void onEnd(SyscallThread thread) {
        threads.onEnd(thread);
    }

    /** A thread dies of an error. If it was the active one, the core ends: calls that have not begun are given up, those of other threads interrupted. */
    void fail(SyscallThread thread, Throwable reason) {
        threads.onEnd(thread);
        if (thread != active) {
            return;
        }
        pages.close();
        dispatch.cancelAll();
        for (PageQueue page : pages.all()) {
            page.publish();
            int slot;
            while ((slot = page.aside.takeReleased(true)) != PageQueue.NONE) {
                long control = page.control(slot);
                page.finishAside(slot, control, dispatch.cancelled(page, control, false));
            }
        }
        pending.assign(threads, dispatch);
        threads.end();
        hasFailed = true;
        endFailed();
        watch.nudge();
    }

    /** The watch: whether the core's active thread has died of an error. */
    boolean hasFailed() {
        return hasFailed;
    }

    /** Ends the pages of which no thread has a call any more, and the core with the last thread. Until then the watch interrupts them. */
    void endFailed() {
        pages.endThoseAtRest();
        if (threads.count() == 0 && !hasEnded()) {
            // What the thread was in, if in anything, stays as it is.
            pages.end();
            pages.stopWaiting();
            ended.countDown();
        }
    }

    long executed() {
        return executedSeen.getAcquire();
    }

    /** Whether anything waits for the active thread, as far as can be seen from outside. */
    boolean hasWaiting() {
        return !pending.isEmpty() || pages.hasWaiting();
    }
}
