package io.sidecore.syscall.counters;

/**
 * What one syscall core counts. Store only: a few loads and stores a method, nothing waits, allocates or fails.
 *
 * <p>One thread at a time, where nothing else is said: whichever syscall thread is active on the core. A hand-off is a happens-before edge between the thread that was active
 * and the one that is, so that no count is lost; a thread that comes back from a blocked call counts nothing before it is active again.
 */
public final class CoreCounters {
    private final Block block;

    CoreCounters(Block block) {
        this.block = block;
    }

    /** The core looks for submissions. */
    public void spinning() {
        state(CoreState.SPINNING);
    }

    /**
     * The active thread has been in one call for long; unless it has gone to sleep since that was found. Any thread.
     *
     * @param number of the system call
     */
    public void inCall(int number) {
        block.compareAndSet(CounterLayout.CORE_STATE, word(CoreState.SPINNING, 0), word(CoreState.IN_CALL, number));
    }

    /**
     * The active thread is out of that call. Any thread.
     *
     * @param number of the system call
     */
    public void outOfCall(int number) {
        block.compareAndSet(CounterLayout.CORE_STATE, word(CoreState.IN_CALL, number), word(CoreState.SPINNING, 0));
    }

    /** The active thread is about to sleep. */
    public void asleep() {
        state(CoreState.ASLEEP);
    }

    /** The core serves no page until it is brought in again. */
    public void released() {
        state(CoreState.RELEASED);
    }

    private void state(CoreState state) {
        block.set(CounterLayout.CORE_STATE, word(state, 0));
    }

    private static long word(CoreState state, int number) {
        return (long) number << Integer.SIZE | state.code();
    }

    /**
     * Publishes the threads of this core; the most at a time is kept, too.
     *
     * @param now     active, standing by or blocked
     * @param standby of these, how many stand by
     */
    public void threads(int now, int standby) {
        block.set(CounterLayout.CORE_THREADS, now);
        block.set(CounterLayout.CORE_STANDBY, standby);
        block.raise(CounterLayout.CORE_MOST_THREADS, now);
    }

    /**
     * Publishes the calls that are blocked in the kernel, each with a thread that has handed its role over.
     *
     * @param now so many
     */
    public void blocked(int now) {
        block.set(CounterLayout.CORE_BLOCKED, now);
    }

    /**
     * Publishes the calls executed.
     *
     * @param total since the core was opened
     */
    public void executed(long total) {
        block.set(CounterLayout.CORE_EXECUTED, total);
    }

    /**
     * Publishes the sweeps over the pages that found nothing.
     *
     * @param total since the core was opened
     */
    public void spins(long total) {
        block.set(CounterLayout.CORE_SPINS, total);
    }

    /**
     * A sweep over the pages has found work.
     *
     * @param size calls found, 1 or more
     */
    public void batch(int size) {
        block.add(CounterLayout.CORE_BATCHES, 1);
        block.count(CounterLayout.CORE_BATCH_SIZES, size);
    }

    /** The active thread has gone to sleep. */
    public void park() {
        block.add(CounterLayout.CORE_PARKS, 1);
    }

    /** A submitter has woken the active thread. */
    public void wakeUp() {
        block.add(CounterLayout.CORE_WAKE_UPS, 1);
    }

    /** The active thread was stuck in a call, and another has taken its role over; counted by the other. */
    public void handOff() {
        block.add(CounterLayout.CORE_HAND_OFFS, 1);
    }

    /** A non-blocking attempt at a call would have blocked, so that the call went on by another way. */
    public void wouldBlock() {
        block.add(CounterLayout.CORE_WOULD_BLOCK, 1);
    }

    /** A call was found that an order keeps waiting for one before it. */
    public void heldBack() {
        block.add(CounterLayout.CORE_HELD_BACK, 1);
    }

    /** A call has ended as cancelled. Any syscall thread of the core. */
    public void cancelled() {
        block.addAtomically(CounterLayout.CORE_CANCELLED, 1);
    }

    /**
     * A sampled call has waited in its page.
     *
     * @param nanos from submission to the start of its execution; less than 0 counts as 0
     */
    public void queueWait(long nanos) {
        block.count(CounterLayout.CORE_QUEUE_WAIT, nanos);
    }

    /**
     * A sampled call has been executed.
     *
     * @param nanos in the call; less than 0 counts as 0
     */
    public void serviceTime(long nanos) {
        block.count(CounterLayout.CORE_SERVICE_TIME, nanos);
    }
}
