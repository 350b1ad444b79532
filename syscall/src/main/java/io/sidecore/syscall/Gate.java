package io.sidecore.syscall;

/** Holds up all of a page behind a barrier, until what was set aside before is final. For the core's active thread. */
final class Gate {
    private boolean isClosed;
    private int slot = PageQueue.NONE;

    /** With the entry of the barrier, or NONE if that is under way already. */
    void close(int barrier) {
        isClosed = true;
        slot = barrier;
    }

    void open() {
        isClosed = false;
        slot = PageQueue.NONE;
    }

    boolean isClosed() {
        return isClosed;
    }

    int slot() {
        return slot;
    }
}
