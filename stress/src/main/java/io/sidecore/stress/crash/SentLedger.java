package io.sidecore.stress.crash;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;

/**
 * What a producer has sent, in memory that outlives it.
 *
 * <pre>
 *   0        8         16                64                                 (16 bytes a message)
 *   | count  | started | where it died | | length 32 | state 32 | batch size 32 | first of batch 32 | ...
 * </pre>
 *
 * <p>A state is stored before the call that it announces, volatile, and after the call that it reports.
 */
final class SentLedger {
    /** Claimed and not yet committed, or aborted: must never be delivered. */
    static final int NEVER = 1;
    /** The commit has begun. */
    static final int MAY = 2;
    /** The commit has returned: must be delivered. */
    static final int MUST = 3;

    static final int STARTED = 8;
    static final int DIED_AT = 16;
    private static final int ENTRIES = 64;
    private static final int ENTRY = 16;

    private final MemorySegment memory;
    private final long address;

    SentLedger(MemorySegment memory) {
        this.memory = memory;
        this.address = memory.address();
    }

    static long bytes(int messages) {
        return ENTRIES + (long) ENTRY * messages;
    }

    MemorySegment memory() {
        return memory;
    }

    int capacity() {
        return (int) ((memory.byteSize() - ENTRIES) / ENTRY);
    }

    int count() {
        return (int) OffHeap.getLongAcquire(address);
    }

    private long entry(int sequence) {
        return address + ENTRIES + (long) ENTRY * java.util.Objects.checkIndex(sequence, capacity());
    }

    /** Takes the next numbers for a message or a batch. */
    int next(int length, int batch) {
        int first = count();
        for (int i = 0; i < batch; i++) {
            long entry = entry(first + i);
            OffHeap.putLongVolatile(entry, (long) length << 32 | NEVER);
            OffHeap.putLongVolatile(entry + 8, (long) batch << 32 | first);
        }
        OffHeap.putLongVolatile(address, first + batch);
        return first;
    }

    void state(int first, int batch, int state) {
        for (int i = 0; i < batch; i++) {
            // Volatile: a commit that follows must not be seen before it.
            OffHeap.putLongVolatile(entry(first + i), (long) length(first + i) << 32 | state);
        }
    }

    int state(int sequence) {
        return sequence < 0 || sequence >= count() ? 0 : (int) OffHeap.getLongAcquire(entry(sequence));
    }

    int length(int sequence) {
        return (int) (OffHeap.getLongAcquire(entry(sequence)) >>> 32);
    }

    int firstOfBatch(int sequence) {
        return (int) OffHeap.getLongAcquire(entry(sequence) + 8);
    }

    int batchSize(int sequence) {
        return (int) (OffHeap.getLongAcquire(entry(sequence) + 8) >>> 32);
    }
}
