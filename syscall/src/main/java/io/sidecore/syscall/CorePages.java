package io.sidecore.syscall;

import java.util.Arrays;

/** The pages that a core serves, and their way to another core. Any thread, where nothing else is said. */
final class CorePages {
    private final SyscallCore core;
    private volatile PageQueue[] pages = {};
    private volatile boolean isClosed;
    /** Guarded by this. */
    private boolean isWaitedForNoMore;
    /** Null unless a page is to be handed to another core. */
    private volatile SyscallCore moveTarget;

    CorePages(SyscallCore core) {
        this.core = core;
    }

    /** {@return those there are now, not to be written to} */
    PageQueue[] all() {
        return pages;
    }

    int count() {
        return pages.length;
    }

    /** Serves a page from now on, unless the core is about to end. Returns whether it does. */
    boolean add(PageQueue page) {
        if (!append(page)) {
            return false;
        }
        removeIfRetired(page);
        // A core without pages sleeps, whatever its policy.
        core.wake();
        return true;
    }

    private synchronized boolean append(PageQueue page) {
        if (isClosed) {
            return false;
        }
        put(page);
        return true;
    }

    private synchronized void put(PageQueue page) {
        page.servedBy(core);
        PageQueue[] grown = Arrays.copyOf(pages, pages.length + 1);
        grown[pages.length] = page;
        pages = grown;
        if (isWaitedForNoMore) {
            page.stopWaiting();
        }
    }

    /** Serves a page no more; the active thread, or any if nothing of the page is in flight. */
    synchronized void remove(PageQueue page) {
        pages = Arrays.stream(pages).filter(other -> other != page).toArray(PageQueue[]::new);
    }

    /** From now on, no page comes and none goes. */
    synchronized void close() {
        isClosed = true;
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Hands the page added last to another core, between two rounds. The watch. */
    void moveLastTo(SyscallCore target) {
        moveTarget = target;
        core.wake();
    }

    boolean isMoving() {
        return moveTarget != null;
    }

    /** The active thread, between two rounds: hands over what is to be handed over. */
    void move() {
        SyscallCore target = moveTarget;
        moveTarget = null;
        PageQueue[] served = pages;
        if (served.length > 0 && !isClosed) {
            PageQueue last = served[served.length - 1];
            // Before it is added: the other core may hand it back at once, and it would be removed for good.
            remove(last);
            if (!target.pages().add(last)) {
                // A core that is about to end takes none.
                put(last);
                removeIfRetired(last);
            }
        }
    }

    /** Closed while it was on its way, it was not found where it came from. */
    private void removeIfRetired(PageQueue page) {
        if (page.isRetired()) {
            remove(page);
        }
    }

    /** Whether another thread than the active one has a call of one of them, on whichever core. */
    boolean hasAway() {
        for (PageQueue page : pages) {
            if (page.hasAway()) {
                return true;
            }
        }
        return false;
    }

    /** Nothing will be executed of those of which no other thread has a call; the core has failed. */
    void endThoseAtRest() {
        for (PageQueue page : pages) {
            if (!page.hasAway()) {
                page.end();
            }
        }
    }

    /** Nothing of them will be executed any more. */
    void end() {
        for (PageQueue page : pages) {
            page.end();
        }
    }

    /** The engine waits for the core no longer: neither should the pages' owners. */
    synchronized void stopWaiting() {
        isWaitedForNoMore = true;
        for (PageQueue page : pages) {
            page.stopWaiting();
        }
    }

    /** The watch: has the pages publish what they count for themselves. */
    void publishCounters() {
        for (PageQueue page : pages) {
            page.publishCounters();
        }
    }

    /** Whether any has calls waiting to be taken; the watch, a snapshot. */
    boolean hasNext() {
        for (PageQueue page : pages) {
            if (page.hasNext()) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything of them waits for the active thread; the watch, a snapshot. */
    boolean hasWaiting() {
        for (PageQueue page : pages) {
            if (page.hasNext() || page.gate.isClosed() || page.aside.hasHeld()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a round over them would find something to do; the active thread. */
    boolean hasWork() {
        for (PageQueue page : pages) {
            if (page.hasNewCancels() || page.gate.isClosed() && page.aside.isAllFinal()
                    || !page.gate.isClosed() && page.hasNext() || page.aside.hasReleased() || page.canEnd()) {
                return true;
            }
        }
        return false;
    }
}
