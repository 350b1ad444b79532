package io.sidecore.syscall;

import io.sidecore.affinity.CurrentThread;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.event.SlowCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * One syscall thread of a core, pinned to it: active, or in a call that was set aside, or standing by.
 *
 * <p>What it is to do comes by {@link #offer}; it is offered something only while it stands by.
 */
final class SyscallThread implements Runnable {
    /** What a thread on standby is told. */
    enum Task {
        /** Nothing yet. */
        NONE,
        /** Be the active one. */
        SERVE,
        /** Execute the call that is handed over. */
        EXECUTE,
        /** End. */
        END
    }

    private final SyscallCore core;
    private final Thread thread;
    private final CompletableFuture<Integer> started = new CompletableFuture<>();
    final ActiveRole role = new ActiveRole(this::calmDown);
    final DirectCalls calls = new DirectCalls();
    final NonBlocking attempts = new NonBlocking(calls);
    private final Restarts restarts = new Restarts(calls);

    private volatile Task task;
    /** The watch's. */
    private ThreadState state;
    /** The call it is in, or was in last. */
    private PageQueue page;
    private int slot;
    /** Of a call that was handed over, as it was checked: the owner can write to the entry. */
    private long control;
    /** Guarded by this: it is in a call that a signal may interrupt. */
    private boolean isInterruptible;
    /** Guarded by this: a signal has been sent to it since it entered the call. */
    private boolean isSignalled;

    SyscallThread(SyscallCore core, int number, Task first) {
        this.core = core;
        this.task = first;
        this.thread = Thread.ofPlatform().daemon().name("sidecore-syscall-" + core.cpu() + "-" + number)
                .unstarted(this);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** Completed with the kernel's thread id once the thread is pinned, or with the reason why it could not be. */
    CompletableFuture<Integer> started() {
        return started;
    }

    /** Any thread that has taken this one from standby. */
    void offer(Task what) {
        task = what;
        LockSupport.unpark(thread);
    }

    void offerCall(PageQueue ofPage, int inSlot, long checked) {
        page = ofPage;
        slot = inSlot;
        control = checked;
        offer(Task.EXECUTE);
    }

    @Override
    public void run() {
        try {
            // Ends with the thread.
            PinnedThread.to(core.cpu());
            started.complete(CurrentThread.tid());
        } catch (Throwable e) {
            started.completeExceptionally(e);
            core.fail(this, e);
            return;
        }
        try {
            while (work()) {
                task = Task.NONE;
                core.standBy(this);
            }
        } catch (Throwable e) {
            core.fail(this, e);
            throw e;
        } finally {
            core.onEnd(this);
        }
    }

    private boolean work() {
        // A function may have left it set, and park would not wait.
        Thread.interrupted();
        Task what;
        while ((what = task) == Task.NONE) {
            LockSupport.park(this);
        }
        switch (what) {
            case SERVE -> core.serve(this);
            case EXECUTE -> executeAside(page, slot, control);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Executes a call that is set aside, for as long as it takes. */
    private void executeAside(PageQueue ofPage, int inSlot, long checked) {
        synchronized (this) {
            isInterruptible = true;
        }
        // Whatever the thread may die of, the call is final.
        long result = -Errno.ECANCELED;
        try {
            // Not asked before: a call that is given up from here on is interrupted by the watch.
            result = core.dispatch().isGivenUp(ofPage, inSlot)
                    ? core.dispatch().cancelled(ofPage, checked, false)
                    : execute(ofPage, inSlot, checked);
        } finally {
            leaveAside(ofPage, inSlot, checked, result);
        }
    }

    /** The thread is no more the active one, and its call is over: gives the result to its page. */
    void leaveAside(PageQueue ofPage, int inSlot, long checked, long result) {
        calmDown();
        ofPage.finishAway(inSlot, checked, core.dispatch().finalResult(ofPage, inSlot, checked, result));
        ofPage.wakeCore();
    }

    /** From now on no signal comes for the call it was in, and none is under way. */
    void calmDown() {
        synchronized (this) {
            isInterruptible = false;
            if (isSignalled) {
                isSignalled = false;
                // One that is pending is delivered on the way back from any call.
                calls.getppid();
            }
        }
    }

    /** On this thread; again, if somebody else's signal has ended it and that is of no meaning to the call. */
    long execute(PageQueue ofPage, int inSlot, long checked) {
        SlowCall event = SlowCall.begun();
        long result;
        do {
            result = core.dispatch().functions().execute(calls, ofPage.entry(inSlot), checked);
        } while (result == -Errno.EINTR && !core.dispatch().isGivenUp(ofPage, inSlot)
                && restarts.isDue(ofPage.entry(inSlot), checked));
        if (event != null) {
            event.finish(EntryLayout.shownNumber(checked), ofPage.number());
        }
        return result;
    }

    /** The watch: whether the kernel has put the thread to sleep, and not only given its CPU to another for a while. */
    boolean isBlocked() {
        if (state == null) {
            state = new ThreadState(started.join());
        }
        return state.isBlocked();
    }

    /** The watch, before it takes the role from this thread in the middle of a call. */
    void markTaken(PageQueue ofPage, int inSlot) {
        synchronized (this) {
            page = ofPage;
            slot = inSlot;
            isInterruptible = true;
        }
    }

    /** The watch, when the thread was quicker and has kept the role. */
    synchronized void markKept() {
        isInterruptible = false;
    }

    /** Sends the signal if the thread is in a call that has been given up. Returns whether it was. To be repeated until it is not. */
    boolean interruptIfCancelled(Interrupts interrupts) {
        synchronized (this) {
            if (!isInterruptible || !core.dispatch().isCancelling() && !page.isCancelled(slot)) {
                return false;
            }
            signal(interrupts);
            return true;
        }
    }

    /** The watch, while it holds this thread as the active one. To be repeated until the thread is out of its call. */
    synchronized void interruptActive(Interrupts interrupts) {
        signal(interrupts);
    }

    private void signal(Interrupts interrupts) {
        isSignalled = true;
        interrupts.send(started.join());
    }

    /** The call it is in, for messages; any thread, a snapshot. Null if it is in none that was set aside. */
    synchronized String describeCall() {
        return isInterruptible ? Dispatch.describe(page, slot) : null;
    }
}
