package io.sidecore.stress.soak.load;

import java.util.concurrent.atomic.AtomicReference;

/** Whether to go on, and what has gone wrong first. Any thread. */
public final class Stint {
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final Fault fault;
    private volatile boolean over;

    /**
     * Begins.
     *
     * @param fault to make
     */
    public Stint(Fault fault) {
        this.fault = fault;
    }

    /** Asks all loads to come to their end. */
    public void end() {
        over = true;
    }

    /** {@return whether senders send no more} */
    public boolean isOver() {
        return over;
    }

    /**
     * Ends all, because something is wrong; the first one counts.
     *
     * @param what is wrong
     */
    public void fail(String what) {
        failure.compareAndSet(null, what);
        over = true;
    }

    /** {@return what was wrong first; null if nothing was} */
    public String failure() {
        return failure.get();
    }

    Fault fault() {
        return fault;
    }
}
