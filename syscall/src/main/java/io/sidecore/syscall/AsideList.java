package io.sidecore.syscall;

import io.sidecore.memory.access.OffHeap;

/**
 * Entries of calls set aside that are done: a stack that any syscall thread pushes on and the page's owner takes whole. An entry's first word,
 * its argument before, links it to the next.
 */
final class AsideList {
    private AsideList() {}

    /** Index + 1 of the first entry, 0 if there is none. */
    static long takeAll(long header) {
        long list = header + PageLayout.ASIDE_DONE;
        long first = OffHeap.getLongOpaque(list);
        // Pairs with the compare-and-set in push: the entries' words are there.
        while (first != 0 && !OffHeap.compareAndSetLong(list, first, 0)) {
            first = OffHeap.getLongOpaque(list);
        }
        return first;
    }

    static void push(long header, int slot, long entry) {
        long list = header + PageLayout.ASIDE_DONE;
        long first;
        do {
            first = OffHeap.getLongOpaque(list);
            OffHeap.putLong(entry, first);
        } while (!OffHeap.compareAndSetLong(list, first, slot + 1));
    }
}
