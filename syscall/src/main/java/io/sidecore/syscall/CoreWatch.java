package io.sidecore.syscall;

import java.lang.invoke.VarHandle;
import io.sidecore.syscall.counters.CoreCounters;
import io.sidecore.syscall.event.HandOff;

/** What the watch does for one core: another thread for the role when the active one is stuck, more threads, signals. For the watch's thread. */
final class CoreWatch {
    private static final int NONE = -1;
    /** So many calls between two looks, and they are brief ones as a rule. */
    private static final int MANY_CALLS = 8;

    /** When to look again, the most urgent first. */
    enum Next {
        /** Something has to be seen to, or may be stuck. */
        SOON,
        /** Brief calls come one after the other; the look is what disturbs them most. */
        LATER,
        /** Nothing happens. */
        SELDOM
    }

    private final SyscallCore core;
    private final CoreThreads threads;
    private final Dispatch dispatch;
    private final CoreCounters counters;
    private final long handOffNanos;
    private long lastSeen;
    private SyscallThread lastActive;
    private long stuckSince;
    /** The call in which the active thread is held, 0 if in none. */
    private long heldCall;
    private volatile long handOffs;
    /** Number of the call that the counters show the active thread in, or NONE. */
    private int shown = NONE;

    /** {@code handOffNanos}: after so long a call counts as stuck. */
    CoreWatch(SyscallCore core, CoreThreads threads, Dispatch dispatch, CoreCounters counters, long handOffNanos) {
        this.core = core;
        this.threads = threads;
        this.dispatch = dispatch;
        this.counters = counters;
        this.handOffNanos = handOffNanos;
    }

    /** Looks once. */
    Next look(Interrupts interrupts) {
        SyscallThread active = core.active();
        long seen = active.role.look();
        // Of two threads, the calls may have the same number.
        boolean isMoving = seen != lastSeen || active != lastActive;
        boolean isBrisk = active == lastActive && ActiveRole.calls(lastSeen, seen) >= MANY_CALLS;
        long now = System.nanoTime();
        if (isMoving) {
            stuckSince = now;
        }
        lastSeen = seen;
        lastActive = active;
        // By time, as a nudge makes for a look at any time.
        boolean isStuck = ActiveRole.isInCall(seen) && !isMoving && now - stuckSince >= handOffNanos;
        show(isStuck ? seen : 0);
        if (core.hasFailed()) {
            core.endFailed();
        } else if (heldCall != 0) {
            relieveHeld(seen, interrupts);
        } else if (isStuck) {
            replaceStuck(seen, interrupts);
        }
        boolean isInterrupting = false;
        for (SyscallThread thread : threads.all()) {
            isInterrupting |= thread.interruptIfCancelled(interrupts);
        }
        threads.replenish(core.pendingCount());
        int present = threads.count();
        int standby = threads.standbyCount();
        counters.threads(present, standby);
        counters.blocked(Math.max(0, present - standby - 1));
        if (isInterrupting || core.hasFailed() && !core.hasEnded() || heldCall != 0 || threads.isWanting()) {
            return Next.SOON;
        }
        return isBrisk ? Next.LATER : isMoving || ActiveRole.isInCall(seen) ? Next.SOON : Next.SELDOM;
    }

    /** In the counters; 0 for no call. */
    private void show(long call) {
        int number = NONE;
        if (call != 0) {
            int read = EntryLayout.shownNumber(dispatch.callControl());
            VarHandle.acquireFence();
            number = core.active().role.look() == call ? read : NONE;
        }
        if (number != shown) {
            if (shown != NONE) {
                counters.outOfCall(shown);
            }
            if (number != NONE) {
                counters.inCall(number);
            }
            shown = number;
        }
    }

    private void replaceStuck(long call, Interrupts interrupts) {
        PageQueue page = dispatch.callPage();
        int slot = dispatch.callSlot();
        // Not from the entry: its owner can write to that.
        long control = dispatch.callControl();
        SyscallThread stuck = core.active();
        // They were read plainly: they are this call's only if the thread is still in it.
        VarHandle.acquireFence();
        if (stuck.role.look() != call) {
            return;
        }
        boolean isGivenUp = dispatch.isGivenUp(page, slot);
        boolean isWaitedFor = isGivenUp || core.isStopping() || core.hasWaiting() || page.hasKept();
        // Functions of one core are promised to run one after the other.
        if (!isWaitedFor || (EntryLayout.count(control) & EntryLayout.DELEGATED) != 0 || !stuck.isBlocked()) {
            return;
        }
        SyscallThread next = threads.takeForRole();
        if (next != null) {
            handOff(call, page, slot, control, stuck, next);
        } else if ((isGivenUp || core.isStopping() && !threads.mayGrow()) && stuck.role.hold(call)) {
            if (core.isStopping()) {
                // Nobody is left who could find out that all other calls are done.
                dispatch.cancelAll();
            }
            page.publish();
            heldCall = call;
            interruptHeld(call, interrupts);
        } else if (page.hasKept() && stuck.role.hold(call)) {
            page.publish();
            stuck.role.answer(call, true);
        }
    }

    private void handOff(long call, PageQueue page, int slot, long control, SyscallThread stuck,
            SyscallThread next) {
        stuck.markTaken(page, slot);
        if (!stuck.role.hold(call)) {
            stuck.markKept();
            threads.giveBack(next);
            return;
        }
        giveRole(call, page, slot, control, stuck, next);
    }

    /** From a thread that is held to another one; until that is told to serve, the role is the watch's. */
    private void giveRole(long call, PageQueue page, int slot, long control, SyscallThread stuck, SyscallThread next) {
        page.publish();
        page.markAway(slot, control);
        page.aside.add(slot, control, false);
        if (AsideCalls.isBarrier(control)) {
            page.gate.close(PageQueue.NONE);
        }
        counters.handOff();
        handOffs++;
        HandOff.emit(core.cpu(), EntryLayout.shownNumber(control), System.nanoTime() - stuckSince, threads.count());
        core.activate(next);
        stuck.role.answer(call, false);
        next.offer(SyscallThread.Task.SERVE);
    }

    /** The active thread is in a call that has been given up. It may not be to be interrupted: as soon as there is one, another thread takes over. */
    private void relieveHeld(long seen, Interrupts interrupts) {
        SyscallThread next = seen == heldCall ? threads.takeForRole() : null;
        if (next == null) {
            interruptHeld(seen, interrupts);
            return;
        }
        SyscallThread stuck = core.active();
        stuck.markTaken(dispatch.callPage(), dispatch.callSlot());
        giveRole(heldCall, dispatch.callPage(), dispatch.callSlot(), dispatch.callControl(), stuck, next);
        heldCall = 0;
    }

    /** Nobody can take over: signals until it is out. */
    private void interruptHeld(long seen, Interrupts interrupts) {
        if (seen == heldCall) {
            core.active().interruptActive(interrupts);
        } else {
            core.active().role.answer(heldCall, true);
            heldCall = 0;
        }
    }

    /** Any thread. */
    long handOffs() {
        return handOffs;
    }

    /** The calls that the core's threads are in; any thread, a snapshot. */
    String describeCalls() {
        StringBuilder text = new StringBuilder();
        if (ActiveRole.isInCall(core.active().role.look())) {
            text.append(Dispatch.describe(dispatch.callPage(), dispatch.callSlot()));
        }
        for (SyscallThread thread : threads.all()) {
            String call = thread.describeCall();
            if (call != null) {
                text.append(text.isEmpty() ? "" : "; ").append(call);
            }
        }
        return text.isEmpty() ? "none known" : text.toString();
    }
}
