package io.sidecore.syscall.counters;

import java.util.Optional;

/**
 * A syscall core at one moment.
 *
 * @param index            of its block
 * @param cpu              it runs on, −1 if it is not pinned
 * @param samplingInterval one call in so many is timed, 0 if none is
 * @param state            what it does
 * @param call             number of the system call that it is in, 0 if it is in none; see {@link #isInFunction}
 * @param threads          it has now
 * @param mostThreads      it has had at a time
 * @param threadLimit      it may have
 * @param standby          threads that stand by
 * @param blocked          calls that are blocked in the kernel
 * @param totals           since it was opened
 * @param batchSizes       calls found by a sweep
 * @param queueWait        nanoseconds from submission to execution, sampled
 * @param serviceTime      nanoseconds in the call, sampled
 */
public record CoreSnapshot(int index, long cpu, long samplingInterval, CoreState state, int call, long threads,
        long mostThreads, long threadLimit, long standby, long blocked, CoreTotals totals, Log2Histogram batchSizes,
        Log2Histogram queueWait, Log2Histogram serviceTime) {
    /** {@return whether what it is in is a registered function, and not a system call} */
    public boolean isInFunction() {
        return state == CoreState.IN_CALL && call >>> Short.SIZE != 0;
    }

    /** {@return the function's number, in the order of registration from 0} */
    public int function() {
        return call & 0xFFFF;
    }

    /** Empty if no core has the block. */
    static Optional<CoreSnapshot> read(Words words, int index) {
        long block = CounterLayout.core(index);
        // Pairs with the release store when the core was opened: what it is called and limited by stands there.
        long state = words.acquire(block + CounterLayout.CORE_STATE);
        if (state == 0) {
            return Optional.empty();
        }
        return Optional.of(new CoreSnapshot(index, words.opaque(block + CounterLayout.CORE_CPU),
                words.count(block + CounterLayout.CORE_SAMPLING), CoreState.of((int) state),
                (int) (state >>> Integer.SIZE), words.count(block + CounterLayout.CORE_THREADS),
                words.count(block + CounterLayout.CORE_MOST_THREADS),
                words.count(block + CounterLayout.CORE_THREAD_LIMIT), words.count(block + CounterLayout.CORE_STANDBY),
                words.count(block + CounterLayout.CORE_BLOCKED), CoreTotals.read(words, block),
                words.histogram(block + CounterLayout.CORE_BATCH_SIZES),
                words.histogram(block + CounterLayout.CORE_QUEUE_WAIT),
                words.histogram(block + CounterLayout.CORE_SERVICE_TIME)));
    }
}
