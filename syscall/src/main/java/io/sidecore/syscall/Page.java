package io.sidecore.syscall;

import io.sidecore.syscall.counters.PageCounters;
import java.util.function.Supplier;

/** What an engine knows of the pages that it serves: whether they may be used, and which core looks at them. All methods: any thread. */
abstract sealed class Page extends Padding permits SyscallPage, SharedPage {
    final PageCounters counters;
    /** The core that looks at the page; null if calls are executed inline. */
    private volatile SyscallCore core;
    /** No more submissions: the page is closed, or the engine is about to end. */
    private volatile boolean closed;
    /** Nothing will be executed any more. Set by the engine, after {@code closed} and after its last call. */
    private volatile boolean ended;
    /** A call cannot be interrupted, and the engine has stopped waiting for it. */
    private volatile boolean isStuck;

    Page(SyscallCore core, PageCounters counters) {
        this.core = core;
        this.counters = counters;
    }

    /** Makes a page, or gives its counters back if that fails. */
    static <P extends Page> P make(PageCounters counters, Supplier<P> construction) {
        try {
            return construction.get();
        } catch (RuntimeException | Error e) {
            counters.close();
            throw e;
        }
    }

    final SyscallCore core() {
        return core;
    }

    /** Its submitter, behind a submission: wakes the core if it sleeps. Returns whether it did. */
    final boolean wakeCore() {
        SleepWord.orderSubmission();
        // Read behind that: if the page has just moved, the core that has it now either sees the submission, or is seen here.
        return core.sleep().wake();
    }

    final void servedBy(SyscallCore other) {
        core = other;
    }

    /** The page's number among those that are counted, or -1. */
    final int number() {
        return counters.index();
    }

    /** Before the engine looks for the last submissions. */
    final void refuseSubmissions() {
        closed = true;
    }

    final boolean isClosed() {
        return closed;
    }

    /** When the engine has executed what it found. */
    void end() {
        ended = true;
    }

    /** When the engine has waited in vain for calls that are stuck in the kernel. */
    final void stopWaiting() {
        isStuck = true;
    }

    final boolean isStuck() {
        return isStuck;
    }

    final boolean isEnded() {
        return ended;
    }

    /** The end of the page is not to be had. */
    static IllegalStateException holdsUp(int calls) {
        return new IllegalStateException(
                calls + " calls are not final and hold up the end of the page: stuck in the kernel,"
                        + " or waiting for a syscall thread while all of them are in calls that block");
    }
}
