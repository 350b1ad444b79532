package io.sidecore.stress.crash;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Tells a slow life from one that hangs: whoever gets on writes into its ledger.
 *
 * <p>Time alone does not tell: on a machine that is busy with others, a whole round may take minutes. One thread.
 */
final class Progress {
    private final List<MemorySegment> ledgers;
    private long seen;

    /** {@code ledgers}: each a whole number of words; they may be written meanwhile. */
    Progress(List<MemorySegment> ledgers) {
        this.ledgers = List.copyOf(ledgers);
        this.seen = sum();
    }

    /** Whether anything has been written since this was asked last. */
    boolean isMade() {
        long now = sum();
        boolean made = now != seen;
        seen = now;
        return made;
    }

    private long sum() {
        long sum = 0;
        for (MemorySegment ledger : ledgers) {
            for (long at = 0; at + Long.BYTES <= ledger.byteSize(); at += Long.BYTES) {
                sum = 31 * sum + OffHeap.getLongOpaque(ledger.address() + at);
            }
        }
        return sum;
    }
}
