package io.sidecore.syscall.counters;

/**
 * What a syscall core has counted.
 *
 * @param executed   calls
 * @param batches    sweeps over the pages that found work
 * @param spins      sweeps that found none
 * @param parks      times the active thread went to sleep
 * @param wakeUps    times a submitter woke it
 * @param handOffs   times another thread took over from one that was stuck in a call
 * @param wouldBlock non-blocking attempts at a call that would have blocked
 * @param heldBack   calls found that an order kept waiting
 * @param cancelled  calls that ended as cancelled
 */
public record CoreTotals(long executed, long batches, long spins, long parks, long wakeUps, long handOffs,
        long wouldBlock, long heldBack, long cancelled) {
    static CoreTotals read(Words words, long block) {
        return new CoreTotals(words.count(block + CounterLayout.CORE_EXECUTED),
                words.count(block + CounterLayout.CORE_BATCHES), words.count(block + CounterLayout.CORE_SPINS),
                words.count(block + CounterLayout.CORE_PARKS), words.count(block + CounterLayout.CORE_WAKE_UPS),
                words.count(block + CounterLayout.CORE_HAND_OFFS), words.count(block + CounterLayout.CORE_WOULD_BLOCK),
                words.count(block + CounterLayout.CORE_HELD_BACK), words.count(block + CounterLayout.CORE_CANCELLED));
    }

    /**
     * What was counted since an earlier snapshot.
     *
     * @param earlier a snapshot of the same core
     * @return the difference, 0 where it would be negative
     */
    public CoreTotals since(CoreTotals earlier) {
        return new CoreTotals(Math.max(0, executed - earlier.executed), Math.max(0, batches - earlier.batches),
                Math.max(0, spins - earlier.spins), Math.max(0, parks - earlier.parks),
                Math.max(0, wakeUps - earlier.wakeUps), Math.max(0, handOffs - earlier.handOffs),
                Math.max(0, wouldBlock - earlier.wouldBlock), Math.max(0, heldBack - earlier.heldBack),
                Math.max(0, cancelled - earlier.cancelled));
    }
}
