package io.sidecore.syscall.counters;

/**
 * What one page counts. Store only: one store a method, nothing waits, allocates or fails.
 *
 * <p>One thread at a time, the page's owner; hand it over only with a happens-before edge. A page that any thread may submit to counts for itself, and
 * publishes by {@link #totals} now and then: that may be called by any thread, also beside {@link #close}.
 */
public final class PageCounters implements AutoCloseable {
    static final int NO_INDEX = -1;

    private final EngineCounters engine;
    private final int index;
    private final long submittedBefore;
    private final long reapedBefore;
    private final long fullBefore;
    private Block block;

    /** The block's totals are those of the pages before this one. */
    PageCounters(EngineCounters engine, int index, Block block) {
        this.engine = engine;
        this.index = index;
        this.block = block;
        this.submittedBefore = block.get(CounterLayout.PAGE_SUBMITTED);
        this.reapedBefore = block.get(CounterLayout.PAGE_REAPED);
        this.fullBefore = block.get(CounterLayout.PAGE_FULL);
    }

    /**
     * Publishes the calls submitted.
     *
     * @param total since the page was opened
     */
    public void submitted(long total) {
        block.set(CounterLayout.PAGE_SUBMITTED, submittedBefore + total);
    }

    /**
     * Publishes the results taken.
     *
     * @param total since the page was opened
     */
    public void reaped(long total) {
        block.set(CounterLayout.PAGE_REAPED, reapedBefore + total);
    }

    /**
     * Publishes the submissions refused because the page was full.
     *
     * @param total since the page was opened
     */
    public void full(long total) {
        block.set(CounterLayout.PAGE_FULL, fullBefore + total);
    }

    /**
     * Publishes all three totals of a page that counts for itself. One that is less than was published before is left as it is.
     *
     * @param submitted calls, since the page was opened
     * @param reaped    results taken, since the page was opened
     * @param full      submissions refused, since the page was opened
     */
    public void totals(long submitted, long reaped, long full) {
        engine.publish(this, submittedBefore + submitted, reapedBefore + reaped, fullBefore + full);
    }

    /** The owner has woken a core that slept. */
    public void wakeUp() {
        block.add(CounterLayout.PAGE_WAKE_UPS, 1);
    }

    /** The owner has asked for a call to be cancelled, by itself or by a deadline. */
    public void cancel() {
        block.add(CounterLayout.PAGE_CANCELS, 1);
    }

    /** The owner has waited for a result that was not there yet. */
    public void waited() {
        block.add(CounterLayout.PAGE_WAITS, 1);
    }

    /** Whether the block is in the region; false if there were too many pages, or after {@link #close}. */
    boolean isCounted() {
        return index != NO_INDEX && block != engine.nowhere();
    }

    /** {@return the number under which reports show the page; −1 if there was no block for it} */
    public int index() {
        return index;
    }

    Block block() {
        return block;
    }

    /** What is counted from now on goes nowhere. */
    void detach() {
        block = engine.nowhere();
    }

    /**
     * Gives the block back, and with it what the page has counted. By the owner, or by another thread after the owner's last call here, with a
     * happens-before edge. Idempotent.
     */
    @Override
    public void close() {
        engine.close(this);
    }
}
