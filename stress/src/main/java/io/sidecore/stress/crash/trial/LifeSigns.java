package io.sidecore.stress.crash.trial;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;

/**
 * The head of every ledger: whether the present life has begun, where it has died, and whether it has come to another end. For the parent of the process
 * that lives it.
 *
 * <pre>
 *   0        8              16      24 ... 64
 *   | begun  | ended where  | end   | unused |
 * </pre>
 */
public final class LifeSigns {
    /** Bytes that a ledger leaves to its life signs. */
    public static final int LENGTH = 64;
    private static final int ENDED_AT = 8;
    private static final int END = 16;
    private static final long FINISHED = 1;
    private static final long FAILED = 2;

    private final long address;

    /**
     * Looks at the head of a ledger.
     *
     * @param ledger must outlive this object
     */
    public LifeSigns(MemorySegment ledger) {
        this.address = ledger.address();
    }

    /** Nothing is known of the next life. */
    public void clear() {
        OffHeap.putLongVolatile(address + ENDED_AT, 0);
        OffHeap.putLongVolatile(address + END, 0);
        OffHeap.putLongVolatile(address, 0);
    }

    /** The present life has opened its side. */
    public void begin() {
        OffHeap.putLongVolatile(address, 1);
    }

    /** {@return whether the present life has opened its side} */
    public boolean hasBegun() {
        return OffHeap.getLongAcquire(address) != 0;
    }

    /**
     * The present life ends here.
     *
     * @param where not 0
     */
    public void endAt(long where) {
        OffHeap.putLongVolatile(address + ENDED_AT, where);
    }

    /** {@return where the present life has ended by its own hand; 0 if it has not} */
    public long endedAt() {
        return OffHeap.getLongAcquire(address + ENDED_AT);
    }

    /** The present life has come to its natural end. */
    public void finish() {
        OffHeap.putLongVolatile(address + END, FINISHED);
    }

    /** The present life has met an error. */
    public void fail() {
        OffHeap.putLongVolatile(address + END, FAILED);
    }

    /** {@return whether the present life has come to its natural end} */
    public boolean hasFinished() {
        return OffHeap.getLongAcquire(address + END) == FINISHED;
    }

    /** {@return whether the present life has met an error} */
    public boolean hasFailed() {
        return OffHeap.getLongAcquire(address + END) == FAILED;
    }
}
