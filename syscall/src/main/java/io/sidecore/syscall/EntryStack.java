package io.sidecore.syscall;

import io.sidecore.memory.access.OffHeap;

/**
 * Entries linked through one of their words: a stack that any thread pushes on, and one takes whole. No harm is done if the entry on top has
 * gone and come back while a thread is about to push: it links to whatever is on top.
 *
 * <p>Its top is index + 1 of the entry pushed last, 0 if there is none. A stack may be sealed: it takes no more entries, for ever.
 */
final class EntryStack {
    /** A top that no index is. */
    private static final long SEALED = -1;

    private EntryStack() {}

    /** Any thread that has the entry to itself; {@code link} is its word for that. False if the stack is sealed. */
    static boolean push(long top, int slot, long link) {
        long first;
        do {
            first = OffHeap.getLongOpaque(top);
            if (first == SEALED) {
                return false;
            }
            OffHeap.putLong(link, first);
            // Releases the entry; pairs with takeAll.
        } while (!OffHeap.compareAndSetLong(top, first, slot + 1));
        return true;
    }

    /** Index + 1 of the first entry, linked to the others; 0 if there is none. */
    static long takeAll(long top) {
        long first = OffHeap.getLongOpaque(top);
        // Acquires what was released in push: the entries' words are there.
        while (first > 0 && !OffHeap.compareAndSetLong(top, first, 0)) {
            first = OffHeap.getLongOpaque(top);
        }
        return Math.max(first, 0);
    }

    /** Whether it seems to hold entries; with acquire order. */
    static boolean isHolding(long top) {
        return OffHeap.getLongAcquire(top) > 0;
    }

    /** No more entries; those it holds will not be taken. */
    static void seal(long top) {
        long first;
        do {
            first = OffHeap.getLongOpaque(top);
        } while (first != SEALED && !OffHeap.compareAndSetLong(top, first, SEALED));
    }

    /** No more entries, if it holds none. Whether it is sealed. */
    static boolean sealIfEmpty(long top) {
        return OffHeap.compareAndSetLong(top, 0, SEALED) || OffHeap.getLongOpaque(top) == SEALED;
    }
}
