package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.ASIDE;
import static io.sidecore.syscall.EntryLayout.BUSY;
import static io.sidecore.syscall.EntryLayout.DELEGATED;
import static io.sidecore.syscall.EntryLayout.SUBMITTED;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Conduct;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
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
    /** The thread that asked is the active one no more. */
    private static final int LOST = -1;

    private final int cpu;
    private final Functions functions;
    private final IdleStrategy idle;
    /** Negative: never. */
    private final long sleepAfterNanos;
    private final CoreThreads threads;
    private final CoreSleep sleep = new CoreSleep();
    private final PendingCalls pending = new PendingCalls();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile PageQueue[] pages = {};
    private volatile boolean isStopping;
    private volatile boolean isCancelling;
    private volatile Throwable failure;
    private volatile Watch watch;
    private volatile Runnable onEnded = () -> {};

    /** Set by whoever starts a thread as the active one, or makes it that: the engine, then the watch. */
    private volatile SyscallThread active;
    /** The call that the active thread is in; for others, behind {@link ActiveRole#look}. */
    private PageQueue callPage;
    private int callSlot;
    private int deferredRounds;
    private long executed;
    private final AtomicLong executedSeen = new AtomicLong();

    /** The watch's. */
    private long lastSeen;
    private int unmoved;
    /** The call in which the active thread is held, 0 if in none. */
    private long heldCall;
    private volatile long handOffs;

    SyscallCore(int cpu, Functions functions, CoreOptions options) {
        this.cpu = cpu;
        this.functions = functions;
        this.idle = options.idle().get();
        this.sleepAfterNanos = options.sleepAfter() == null ? -1 : options.sleepAfter().toNanos();
        this.threads = new CoreThreads(this, options.maxThreads());
    }

    int cpu() {
        return cpu;
    }

    Functions functions() {
        return functions;
    }

    CoreThreads threads() {
        return threads;
    }

    CoreSleep sleep() {
        return sleep;
    }

    /** Under the engine's lock. */
    void add(PageQueue page) {
        PageQueue[] grown = Arrays.copyOf(pages, pages.length + 1);
        grown[pages.length] = page;
        pages = grown;
    }

    /** Under the engine's lock; nothing of the page is in flight. */
    void remove(PageQueue page) {
        pages = Arrays.stream(pages).filter(other -> other != page).toArray(PageQueue[]::new);
    }

    /** Starts the first thread, as the active one. */
    SyscallThread start() {
        active = threads.startActive();
        return active;
    }

    /** The active thread: goes round until the role is lost, or the core ends. */
    void serve(SyscallThread thread) {
        long idleSince = 0;
        while (true) {
            // Read before the round: what was submitted before the end is then found.
            boolean isLast = isStopping;
            int work = goRound(thread);
            if (work < 0) {
                return;
            }
            if (work > 0) {
                idleSince = 0;
                idle.idle(work);
            } else if (isLast) {
                if (isFinished()) {
                    end();
                    return;
                }
                idle.idle(0);
            } else if (sleepAfterNanos < 0) {
                idle.idle(0);
            } else {
                long now = System.nanoTime();
                if (idleSince == 0) {
                    idleSince = now;
                }
                if (now - idleSince >= sleepAfterNanos) {
                    sleep.sleepUnless(this::hasWork);
                    idleSince = 0;
                    watch.nudge();
                } else {
                    idle.idle(0);
                }
            }
        }
    }

    private int goRound(SyscallThread thread) {
        int work = 0;
        for (PageQueue page : pages) {
            int count = serve(page, thread);
            if (count < 0) {
                return LOST;
            }
            work += count;
        }
        if (work > 0) {
            // A volatile store would wait until the entries' lines have come.
            executedSeen.setRelease(executed);
        }
        if (!pending.isEmpty() && (work == 0 || ++deferredRounds >= DEFERRED_ROUNDS)) {
            deferredRounds = 0;
            work += pending.assign(threads, isCancelling);
            if (threads.isWanting()) {
                watch.nudge();
            }
        }
        return work;
    }

    private int serve(PageQueue page, SyscallThread thread) {
        int count = 0;
        // A closed gate may outlast the last call aside: others prune, too.
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
            if (!start(page, slot, thread)) {
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
            while (page.aside.hasHeld() && (slot = page.aside.takeReleased(isCancelling)) != PageQueue.NONE) {
                count++;
                if (!startHeld(page, slot, thread)) {
                    return LOST;
                }
            }
            if (page.gate.isClosed()) {
                count += openGate(page, thread);
            }
        }
        return count;
    }

    private int openGate(PageQueue page, SyscallThread thread) {
        int slot = page.gate.slot();
        boolean isGivenUp = slot != PageQueue.NONE && (isCancelling || page.isCancelled(slot));
        if (!page.aside.isEmpty() && !isGivenUp) {
            return 0;
        }
        page.gate.open();
        if (slot == PageQueue.NONE) {
            return 0;
        }
        if (isGivenUp) {
            page.finish(slot, page.control(slot), -Errno.ECANCELED);
        } else if (!start(page, slot, thread)) {
            return LOST;
        }
        return 1;
    }

    /** Executes an entry, or sets it aside. False if the role was lost meanwhile. */
    private boolean start(PageQueue page, int slot, SyscallThread thread) {
        long control = page.control(slot);
        int number = EntryLayout.number(control);
        boolean isDelegated = (EntryLayout.count(control) & DELEGATED) != 0;
        int conduct = isDelegated ? Conduct.QUICK : Conduct.of(number);
        if (page.mayBeCancelled() && page.isCancelled(slot)) {
            page.finish(slot, control, -Errno.ECANCELED);
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
                page.gate.close(slot);
                return true;
            }
        } else if (page.aside.holdsUp(slot, control, conduct)) {
            page.setStatus(slot, control, ASIDE | SUBMITTED);
            page.aside.add(slot, control, true);
            return true;
        }
        return false;
    }

    private boolean startHeld(PageQueue page, int slot, SyscallThread thread) {
        long control = page.control(slot);
        int conduct = Conduct.of(EntryLayout.number(control));
        if (isCancelling || page.isCancelled(slot)) {
            page.finishAside(slot, control, -Errno.ECANCELED);
        } else if (Conduct.isRefused(conduct)) {
            page.finishAside(slot, control, -Errno.EPERM);
        } else if (Conduct.blocks(conduct) || Conduct.mayBlock(conduct)) {
            page.setStatus(slot, control, ASIDE | BUSY);
            pending.add(page, slot);
        } else {
            return execute(page, slot, control, thread, true);
        }
        return true;
    }

    private void setAside(PageQueue page, int slot, long control) {
        page.setStatus(slot, control, ASIDE | BUSY);
        page.aside.add(slot, control, false);
        pending.add(page, slot);
        if (AsideCalls.isBarrier(control)) {
            page.gate.close(PageQueue.NONE);
        }
    }

    private boolean execute(PageQueue page, int slot, long control, SyscallThread thread, boolean isAside) {
        boolean isBrief = Brevity.isBrief(control);
        if (!isBrief) {
            page.publish();
        }
        if (isAside) {
            page.setStatus(slot, control, ASIDE | BUSY);
        }
        long call = enter(page, slot, thread);
        long result = functions.execute(thread.calls, page.entry(slot), control);
        if (!thread.role.leave(call)) {
            thread.leaveAside(page, slot, control, result);
            return false;
        }
        if (result == -Errno.EINTR) {
            result = finalResult(page, slot, result);
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
        long call = enter(page, slot, thread);
        long entry = page.entry(slot);
        long result = thread.attempts.attempt(EntryLayout.number(control), entry);
        if (result == NonBlocking.WOULD_NOT_BLOCK) {
            result = functions.execute(thread.calls, entry, control);
        }
        if (!thread.role.leave(call)) {
            if (result == NonBlocking.WOULD_BLOCK) {
                result = thread.execute(page, slot, control);
            }
            thread.leaveAside(page, slot, control, result);
            return false;
        }
        if (result == -Errno.EINTR) {
            result = finalResult(page, slot, result);
        }
        if (result == NonBlocking.WOULD_BLOCK) {
            setAside(page, slot, control);
        } else {
            page.finish(slot, control, result);
        }
        return true;
    }

    private long enter(PageQueue page, int slot, SyscallThread thread) {
        callPage = page;
        callSlot = slot;
        return thread.role.enter();
    }

    /** What the owner is told when the kernel says EINTR to a call that was given up. */
    long finalResult(PageQueue page, int slot, long result) {
        return result == -Errno.EINTR && (isCancelling || page.isCancelled(slot)) ? -Errno.ECANCELED : result;
    }

    /** Whether a round would find something to do; the active thread, about to sleep. */
    private boolean hasWork() {
        if (isStopping || !pending.isEmpty() && threads.canTake()) {
            return true;
        }
        for (PageQueue page : pages) {
            if (page.hasNewCancels() || page.gate.isClosed() && page.aside.isAllFinal()
                    || !page.gate.isClosed() && page.hasNext() || page.aside.hasReleased()) {
                return true;
            }
        }
        return false;
    }

    /** While it ends: whether every call is final. Gives up those that block. */
    private boolean isFinished() {
        isCancelling = true;
        watch.nudge();
        for (PageQueue page : pages) {
            page.aside.prune();
            if (!page.aside.isEmpty() || page.gate.isClosed()) {
                return false;
            }
        }
        return pending.isEmpty();
    }

    private void end() {
        threads.end();
        onEnded.run();
        ended.countDown();
    }

    /** A thread has nothing to do any more. */
    void standBy(SyscallThread thread) {
        threads.standBy(thread);
        // Calls may be waiting for a thread, or for the one that it has just made final.
        wake();
    }

    boolean wake() {
        return sleepAfterNanos >= 0 && sleep.wake();
    }

    /** A call was given up: queued ones end where they are found, the others are interrupted by the watch. */
    void onCancel() {
        wake();
        watch.nudge();
    }

    boolean maySleep() {
        return sleepAfterNanos >= 0;
    }

    boolean isAsleep() {
        return sleepAfterNanos >= 0 && sleep.isAsleep() && threads.count() - threads.standbyCount() <= 1;
    }

    boolean isCancelling() {
        return isCancelling;
    }

    /** Who looks after the core, and what to do when nothing will be executed any more. Before it starts. */
    void connect(Watch itsWatch, Runnable whenEnded) {
        watch = itsWatch;
        onEnded = whenEnded;
    }

    /** Every call that is submitted is made final, those that block are given up; then all threads end. */
    void stop() {
        isStopping = true;
        wake();
    }

    CountDownLatch ended() {
        return ended;
    }

    void onEnd(SyscallThread thread) {
        threads.onEnd(thread);
    }

    /** A thread dies of an error: nobody may wait for the core. */
    void fail(SyscallThread thread, Throwable reason) {
        failure = reason;
        threads.onEnd(thread);
        end();
    }

    Throwable failure() {
        return failure;
    }

    long executed() {
        return executedSeen.getAcquire();
    }

    long handOffs() {
        return handOffs;
    }

    String describe(PageQueue page, int slot) {
        long control = page.control(slot);
        int number = EntryLayout.number(control);
        boolean isDelegated = (EntryLayout.count(control) & DELEGATED) != 0;
        return (isDelegated ? "function " + number : SyscallNumber.name(number)) + ", token "
                + SyscallPage.token(EntryLayout.token(control), slot);
    }

    /** The calls that its threads are in; any thread, a snapshot. */
    String describeCalls() {
        StringBuilder text = new StringBuilder();
        SyscallThread thread = active;
        long call = thread.role.look();
        PageQueue page = callPage;
        int slot = callSlot;
        if (ActiveRole.isInCall(call) && isStillIn(call, thread)) {
            text.append(describe(page, slot));
        }
        for (SyscallThread other : threads.all()) {
            String aside = other.describeCall();
            if (aside != null) {
                text.append(text.isEmpty() ? "" : "; ").append(aside);
            }
        }
        return text.isEmpty() ? "none known" : text.toString();
    }

    /** The watch's look. Returns whether it should look again soon. */
    boolean lookAfter(Interrupts interrupts) {
        long seen = active.role.look();
        boolean isMoving = seen != lastSeen;
        unmoved = isMoving ? 0 : unmoved + 1;
        lastSeen = seen;
        if (heldCall != 0) {
            interruptHeld(seen, interrupts);
        } else if (ActiveRole.isInCall(seen) && unmoved >= 2) {
            replaceStuck(seen, interrupts);
        }
        boolean isInterrupting = false;
        for (SyscallThread thread : threads.all()) {
            isInterrupting |= thread.interruptIfCancelled(interrupts);
        }
        threads.replenish(pending.count());
        return isMoving || isInterrupting || ActiveRole.isInCall(seen) || heldCall != 0 || threads.isWanting();
    }

    private void replaceStuck(long call, Interrupts interrupts) {
        PageQueue page = callPage;
        int slot = callSlot;
        SyscallThread stuck = active;
        if (!isStillIn(call, stuck)) {
            return;
        }
        boolean isGivenUp = isCancelling || page.isCancelled(slot);
        if (!isGivenUp && !isStopping && !hasWaiting() || !stuck.isBlocked()) {
            return;
        }
        SyscallThread next = threads.takeForRole();
        if (next != null) {
            handOff(call, page, slot, stuck, next);
        } else if ((isGivenUp || isStopping) && stuck.role.hold(call)) {
            // Nobody is left who could find out that all other calls are done.
            isCancelling |= isStopping;
            heldCall = call;
            interruptHeld(call, interrupts);
        } else if (page.hasHidden() && stuck.role.hold(call)) {
            page.publish();
            stuck.role.answer(call, true);
        }
    }

    /** Whether what was read of the call before belongs together: the thread writes it between two calls only. */
    private static boolean isStillIn(long call, SyscallThread thread) {
        VarHandle.acquireFence();
        return thread.role.look() == call;
    }

    private void handOff(long call, PageQueue page, int slot, SyscallThread stuck, SyscallThread next) {
        stuck.markTaken(page, slot);
        if (!stuck.role.hold(call)) {
            stuck.markKept();
            threads.giveBack(next);
            return;
        }
        // Until the next one is told to serve, the role is the watch's.
        page.publish();
        long control = page.control(slot);
        page.markAside(slot, control);
        page.aside.add(slot, control, false);
        if (AsideCalls.isBarrier(control)) {
            page.gate.close(PageQueue.NONE);
        }
        handOffs++;
        executedSeen.setRelease(executed);
        active = next;
        lastSeen = 0;
        stuck.role.answer(call, false);
        next.offer(SyscallThread.Task.SERVE);
    }

    /** The active thread is in a call that has been given up, and nobody can take over: signals until it is out. */
    private void interruptHeld(long seen, Interrupts interrupts) {
        if (seen == heldCall) {
            active.interruptActive(interrupts);
        } else {
            active.role.answer(heldCall, true);
            heldCall = 0;
        }
    }

    /** Whether anything waits for the active thread, as far as can be seen from outside. */
    private boolean hasWaiting() {
        if (!pending.isEmpty()) {
            return true;
        }
        for (PageQueue page : pages) {
            if (page.hasNext() || page.hasHidden() || page.gate.isClosed() || page.aside.hasHeld()) {
                return true;
            }
        }
        return false;
    }
}
