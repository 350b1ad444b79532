package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.ASIDE;
import static io.sidecore.syscall.EntryLayout.BUSY;
import static io.sidecore.syscall.EntryLayout.CONTROL;
import static io.sidecore.syscall.EntryLayout.DONE;
import static io.sidecore.syscall.EntryLayout.RESULT;
import static io.sidecore.syscall.EntryLayout.withStatus;

import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A page as its syscall core sees it: which entry is next, which calls are set aside.
 *
 * <p>All but what is marked otherwise is for the core's active thread. The fields stand away from those of the page's owner.
 */
abstract sealed class PageQueue extends Padding permits PrivatePageQueue, SharedPageQueue {
    /** No entry. */
    static final int NONE = -1;

    final SharedMemory memory;
    final long header;
    final long entries;
    final int slots;
    final long cancellations;
    private final Page page;
    private final int[] ahead = new int[FinishedCalls.LIMIT];
    private int aheadCount;
    private int aheadNext;
    private final FinishedCalls finished = new FinishedCalls();
    private long seenCancelEpoch;
    final Gate gate = new Gate();
    /** An entry that no owner would have written has been found: nothing is executed any more. */
    private boolean isQuarantined;
    private boolean isEnded;
    private volatile boolean isRetired;
    /** Calls that a thread other than the active one has, or is to get. Not asked from the entries, as their owner can write to them. */
    private final AtomicInteger away = new AtomicInteger();
    final AsideCalls aside;

    PageQueue(Page page, SharedMemory memory, int slots) {
        this.page = page;
        this.memory = memory;
        this.header = memory.region().address();
        this.entries = memory.data().address();
        this.slots = slots;
        this.cancellations = entries + PageLayout.entriesLength(slots);
        this.aside = new AsideCalls(this);
    }

    /** Takes the next submitted entry: its index, or NONE. */
    final int next() {
        if (aheadNext == aheadCount) {
            publish();
            aheadNext = 0;
            aheadCount = isQuarantined ? 0 : fill(ahead);
            if (aheadCount == 0) {
                endIfQuarantined();
                return NONE;
            }
        }
        return ahead[aheadNext++];
    }

    private void endIfQuarantined() {
        if (canEnd()) {
            isEnded = true;
            page.end();
        }
    }

    /** Whether the page is quarantined and its calls are final; any thread that has a happens-before edge to the active one. */
    final boolean canEnd() {
        return isQuarantined && !isEnded && !gate.isClosed() && !aside.hasHeld() && !hasAway();
    }

    /** Whether the entry that was taken last was the only one there. */
    final boolean isAlone() {
        return aheadCount == 1;
    }

    /** Takes submitted entries, as many as there are and fit. Returns how many; 0 if the page is quarantined at that. */
    abstract int fill(int[] into);

    /** Whether there are submissions that have not been taken; any thread that has a happens-before edge to the active one. */
    abstract boolean hasSubmissions();

    /** Whether {@link #next} would find an entry; any thread that has a happens-before edge to the active one. */
    final boolean hasNext() {
        return aheadNext != aheadCount || !isQuarantined && hasSubmissions();
    }

    /** Keeps the result of a brief call until {@link #publish}, or until there are enough of them. */
    final void finishLater(int slot, long control, long result) {
        if (finished.isFull()) {
            publish();
        }
        finished.add(slot, control, result);
    }

    /** Whether results are kept; the watch, behind {@link ActiveRole#look}. */
    final boolean hasKept() {
        return !finished.isEmpty();
    }

    final void publish() {
        finished.publish(this);
    }

    /** Tells the waiting side of a completion set aside; any syscall thread. */
    abstract void announce(int slot);

    final long entry(int slot) {
        return entries + (long) slot * EntryLayout.LENGTH;
    }

    /** With acquire order: arguments, or result, are there. */
    final long control(int slot) {
        return OffHeap.getLongAcquire(entry(slot) + CONTROL);
    }

    /** In place: the owner finds the result when it comes to the entry. */
    final void finish(int slot, long control, long result) {
        long entry = entry(slot);
        OffHeap.putLong(entry + RESULT, result);
        // Pairs with the acquire in SyscallPage.poll and SharedPage.tryTake: the owner sees the result, and what the kernel wrote to its buffers.
        OffHeap.putLongRelease(entry + CONTROL, withStatus(control, DONE));
    }

    /** Out of line; any syscall thread. */
    final void finishAside(int slot, long control, long result) {
        long entry = entry(slot);
        OffHeap.putLong(entry + RESULT, result);
        // Pairs with the acquire in SyscallPage.pollAside and await, and in SharedPage.tryTake.
        OffHeap.putLongRelease(entry + CONTROL, withStatus(control, ASIDE | DONE));
        announce(slot);
    }

    /** Another thread than the active one has the call, or is to get it; that ends with {@link #finishAway}. */
    final void markAway(int slot, long control) {
        away.incrementAndGet();
        setStatus(slot, control, ASIDE | BUSY);
    }

    /** Any syscall thread, with a call that was marked so. */
    final void finishAway(int slot, long control, long result) {
        finishAside(slot, control, result);
        // Behind the announcement: the page may end now.
        away.decrementAndGet();
    }

    /** Whether another thread than the active one has a call of this page, whichever core's it is; any thread. */
    final boolean hasAway() {
        return away.get() != 0;
    }

    final void setStatus(int slot, long control, int status) {
        // Pairs with nothing: only DONE orders.
        OffHeap.putLongOpaque(entry(slot) + CONTROL, withStatus(control, status));
    }

    /** Whether the owner has given the call up; any syscall thread. */
    final boolean isCancelled(int slot) {
        return Cancellations.isSet(cancellations, slot, OffHeap.getLongOpaque(entry(slot) + CONTROL));
    }

    /** Whether a call has been given up since this was asked last. */
    final boolean hasNewCancels() {
        // Pairs with the addition in Cancellations.set.
        long epoch = OffHeap.getLongAcquire(header + PageLayout.CANCEL_EPOCH);
        boolean isNew = epoch != seenCancelEpoch;
        seenCancelEpoch = epoch;
        return isNew;
    }

    /** Whether any call has ever been given up. */
    final boolean mayBeCancelled() {
        return OffHeap.getLongOpaque(header + PageLayout.CANCEL_EPOCH) != 0;
    }

    /** The page's number among those that are counted, or NONE. */
    final int number() {
        return page.number();
    }

    /** Somebody else writes into the page, or its owner wrongly: what has not been taken never will be. */
    final void quarantine() {
        isQuarantined = true;
        page.refuseSubmissions();
    }

    /** The watch: has the page publish what it counts for itself. */
    final void publishCounters() {
        page.publishCounters();
    }

    final void stopWaiting() {
        page.stopWaiting();
    }

    /** A call has become final that others may wait for; any syscall thread. */
    final void wakeCore() {
        page.wakeCore();
    }

    /** Nothing will be executed any more. Any thread. */
    final void end() {
        page.refuseSubmissions();
        page.end();
    }

    /** The page is closed: wherever it is just being moved to, it is not served. Any thread. */
    final void retire() {
        isRetired = true;
    }

    final boolean isRetired() {
        return isRetired;
    }

    final void servedBy(SyscallCore core) {
        page.servedBy(core);
    }

    final boolean isQuarantined() {
        return isQuarantined;
    }
}
