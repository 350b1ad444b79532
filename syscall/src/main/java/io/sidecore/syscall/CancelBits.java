package io.sidecore.syscall;

import io.sidecore.memory.access.OffHeap;

/** Which calls of a page its owner has given up: a bit for each entry, and a counter that tells that bits were set. For the owner. */
final class CancelBits {
    private final long epoch;
    private final long bits;
    private int count;

    CancelBits(long header, long bits) {
        this.epoch = header + PageLayout.CANCEL_EPOCH;
        this.bits = bits;
    }

    void set(int slot) {
        long word = word(slot);
        long before = OffHeap.getLong(word);
        long after = before | 1L << slot;
        if (after != before) {
            count++;
            // Pairs with the acquire in PageQueue.isCancelled.
            OffHeap.putLongRelease(word, after);
            // Pairs with the acquire in PageQueue.hasNewCancels.
            OffHeap.putLongRelease(epoch, OffHeap.getLong(epoch) + 1);
        }
    }

    boolean isAnySet() {
        return count > 0;
    }

    /** When the call is final: the next one in this entry has not been given up. */
    void clear(int slot) {
        long word = word(slot);
        long before = OffHeap.getLong(word);
        if ((before >>> slot & 1) != 0) {
            count--;
            OffHeap.putLongRelease(word, before & ~(1L << slot));
        }
    }

    private long word(int slot) {
        return bits + (slot >>> 6) * 8L;
    }
}
