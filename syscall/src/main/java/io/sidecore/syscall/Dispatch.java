package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.ASIDE;
import static io.sidecore.syscall.EntryLayout.BUSY;
import static io.sidecore.syscall.EntryLayout.DELEGATED;
import static io.sidecore.syscall.EntryLayout.SAMPLED;
import static io.sidecore.syscall.EntryLayout.SUBMITTED;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Conduct;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.counters.CoreCounters;
import io.sidecore.syscall.event.CallCancelled;

/**
 * What a core's active thread does with one entry: executes it where it is, tries it without blocking, sets it aside for another thread, holds
 * it back until an earlier call is final, or refuses it.
 */
final class Dispatch {
    private final Functions functions;
    private final PendingCalls pending;
    private final CoreCounters counters;
    private volatile boolean isCancelling;
    /** The call that the active thread is in; for others, behind {@link ActiveRole#look}. */
    private PageQueue callPage;
    private int callSlot;
    /** As it was checked. */
    private long callControl;
    /** Set when the core wakes up: the watch sleeps longer than it may, and is to be told before a call that could block. */
    private boolean isWatchAsleep;
    private Watch watch;

    Dispatch(Functions functions, PendingCalls pending, CoreCounters counters) {
        this.functions = functions;
        this.pending = pending;
        this.counters = counters;
    }

    void connect(Watch itsWatch) {
        watch = itsWatch;
    }

    /** The active thread: the core has slept. */
    void onWakeUp() {
        isWatchAsleep = true;
    }

    /** The active thread: the core is awake, unless that has been said. */
    void tellWatch() {
        if (isWatchAsleep) {
            isWatchAsleep = false;
            watch.nudge();
        }
    }

    PageQueue callPage() {
        return callPage;
    }

    int callSlot() {
        return callSlot;
    }

    long callControl() {
        return callControl;
    }

    Functions functions() {
        return functions;
    }

    /** From now on, every call that waits for something is given up. */
    void cancelAll() {
        isCancelling = true;
    }

    boolean isCancelling() {
        return isCancelling;
    }

    boolean isGivenUp(PageQueue page, int slot) {
        return isCancelling || page.isCancelled(slot);
    }

    /** Deals with an entry that has just been taken. False if the role was lost meanwhile. */
    boolean start(PageQueue page, int slot, SyscallThread thread) {
        long control = page.control(slot);
        if (EntryLayout.status(control) != SUBMITTED) {
            page.quarantine();
            return true;
        }
        int number = EntryLayout.number(control);
        boolean isDelegated = (EntryLayout.count(control) & DELEGATED) != 0;
        int conduct = isDelegated ? Conduct.QUICK : Conduct.of(number);
        if (page.mayBeCancelled() && page.isCancelled(slot)) {
            page.finish(slot, control, cancelled(page, control, false));
            return true;
        }
        if (!page.aside.isEmpty() && mustWait(page, slot, control, conduct)) {
            return true;
        }
        if (Conduct.isRefused(conduct)) {
            page.finish(slot, control, -Errno.EPERM);
        } else if (Conduct.blocks(conduct)) {
            setAside(page, slot, control);
        } else if (Conduct.mayBlock(conduct)) {
            return attempt(page, slot, control, thread);
        } else {
            return execute(page, slot, control, thread, false);
        }
        return true;
    }

    private boolean mustWait(PageQueue page, int slot, long control, int conduct) {
        if (AsideCalls.isBarrier(control)) {
            page.aside.prune();
            if (!page.aside.isEmpty()) {
                counters.heldBack();
                page.gate.close(slot);
                return true;
            }
        } else if (page.aside.holdsUp(slot, control, conduct)) {
            counters.heldBack();
            page.setStatus(slot, control, ASIDE | SUBMITTED);
            page.aside.add(slot, control, true);
            return true;
        }
        return false;
    }

    /** Deals with an entry that was held back. False if the role was lost meanwhile. */
    boolean startHeld(PageQueue page, int slot, SyscallThread thread) {
        long control = page.control(slot);
        // Read again, and perhaps another call than was held back.
        boolean isDelegated = (EntryLayout.count(control) & DELEGATED) != 0;
        int conduct = isDelegated ? Conduct.QUICK : Conduct.of(EntryLayout.number(control));
        if (isGivenUp(page, slot)) {
            page.finishAside(slot, control, cancelled(page, control, false));
        } else if (Conduct.isRefused(conduct)) {
            page.finishAside(slot, control, -Errno.EPERM);
        } else if (Conduct.blocks(conduct) || Conduct.mayBlock(conduct)) {
            page.markAway(slot, control);
            pending.add(page, slot, control);
        } else {
            return execute(page, slot, control, thread, true);
        }
        return true;
    }

    /** The barrier at a page's gate, given up. */
    void giveUpBarrier(PageQueue page, int slot) {
        long control = page.control(slot);
        page.finish(slot, control, cancelled(page, control, false));
    }

    private void setAside(PageQueue page, int slot, long control) {
        page.markAway(slot, control);
        page.aside.add(slot, control, false);
        pending.add(page, slot, control);
        if (AsideCalls.isBarrier(control)) {
            page.gate.close(PageQueue.NONE);
        }
    }

    private boolean execute(PageQueue page, int slot, long control, SyscallThread thread, boolean isAside) {
        boolean isBrief = Brevity.isBrief(control, page.entry(slot)) && !page.isAlone();
        // Brief calls, too, may block: a write to a full pipe.
        if (isWatchAsleep && EntryLayout.number(control) != SyscallNumber.GETPPID) {
            tellWatch();
        }
        if (!isBrief) {
            page.publish();
            // The store asks for the line that the result will go to.
            page.setStatus(slot, control, isAside ? ASIDE | BUSY : BUSY);
        } else if (isAside) {
            page.setStatus(slot, control, ASIDE | BUSY);
        }
        boolean isSampled = (EntryLayout.count(control) & SAMPLED) != 0;
        long start = isSampled ? sample(page) : 0;
        long call = enter(page, slot, control, thread);
        long result = thread.execute(page, slot, control);
        if (!thread.role.leave(call)) {
            thread.leaveAside(page, slot, control, result);
            return false;
        }
        if ((EntryLayout.count(control) & DELEGATED) != 0) {
            // A function may have left it set, and the thread could not park.
            Thread.interrupted();
        }
        if (isSampled) {
            counters.serviceTime(System.nanoTime() - start);
        }
        if (result == -Errno.EINTR) {
            result = finalResult(page, slot, control, result);
        }
        if (isAside) {
            page.finishAside(slot, control, result);
        } else if (isBrief) {
            page.finishLater(slot, control, result);
        } else {
            page.finish(slot, control, result);
        }
        return true;
    }

    private boolean attempt(PageQueue page, int slot, long control, SyscallThread thread) {
        tellWatch();
        long entry = page.entry(slot);
        if (!Brevity.isBrief(control, entry)) {
            page.publish();
        }
        boolean isSampled = (EntryLayout.count(control) & SAMPLED) != 0;
        long start = isSampled ? sample(page) : 0;
        long call = enter(page, slot, control, thread);
        long result = thread.attempts.attempt(EntryLayout.number(control),
                EntryLayout.count(control) & EntryLayout.ARGUMENTS, entry);
        if (result == NonBlocking.WOULD_NOT_BLOCK) {
            result = thread.execute(page, slot, control);
        }
        if (!thread.role.leave(call)) {
            if (result == NonBlocking.WOULD_BLOCK) {
                result = thread.execute(page, slot, control);
            }
            thread.leaveAside(page, slot, control, result);
            return false;
        }
        if (result == NonBlocking.WOULD_BLOCK) {
            counters.wouldBlock();
            setAside(page, slot, control);
        } else {
            if (isSampled) {
                counters.serviceTime(System.nanoTime() - start);
            }
            page.finish(slot, control, result == -Errno.EINTR ? finalResult(page, slot, control, result) : result);
        }
        return true;
    }

    private long sample(PageQueue page) {
        long now = System.nanoTime();
        counters.queueWait(now - OffHeap.getLong(page.header + PageLayout.STAMP));
        return now;
    }

    private long enter(PageQueue page, int slot, long control, SyscallThread thread) {
        callPage = page;
        callSlot = slot;
        callControl = control;
        return thread.role.enter();
    }

    /** What the owner is told when the kernel says EINTR to a call that was given up; any syscall thread. */
    long finalResult(PageQueue page, int slot, long control, long result) {
        // A function may give that number a meaning of its own.
        boolean isDelegated = (EntryLayout.count(control) & DELEGATED) != 0;
        return result != -Errno.EINTR || isDelegated || !isGivenUp(page, slot)
                ? result
                : cancelled(page, control, true);
    }

    /** Counts a call that ends because it was given up, and returns what its owner is told; any syscall thread. */
    long cancelled(PageQueue page, long control, boolean started) {
        counters.cancelled();
        CallCancelled.emit(EntryLayout.shownNumber(control), page.number(), started);
        return -Errno.ECANCELED;
    }

    static String describe(PageQueue page, int slot) {
        long control = page.control(slot);
        String call = (EntryLayout.count(control) & DELEGATED) == 0
                ? SyscallNumber.name(EntryLayout.number(control))
                : "function " + EntryLayout.number(control);
        // The entry knows half of the sequence.
        return call + ", token " + SyscallPage.token(EntryLayout.token(control) & 0xFFFF_FFFFL, slot);
    }
}
