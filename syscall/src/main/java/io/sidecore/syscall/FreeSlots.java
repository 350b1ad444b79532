package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.RESULT;

import io.sidecore.memory.access.OffHeap;

/**
 * The free entries of a shared page, linked by their result words: a stack that any thread takes from and gives back to, without a lock.
 *
 * <pre>
 *   word:   | taken so far, 32 bits | index + 1 of the first free entry, 0: none |
 *   entry:  ... | index + 1 of the next free entry | ...
 * </pre>
 *
 * <p>Between a thread's look at the first entry and its compare-and-set, others may take that entry and the next, and give the first one back:
 * the index is the same again, but the link that was read is of yesterday (ABA). Each taking counts, so the word is not the same. The count
 * begins anew after 2<sup>32</sup> takings; a thread would have to be held up between those two steps for exactly so many.
 */
final class FreeSlots {
    private static final long COUNT_ONE = 1L << 32;
    private static final long INDEX_MASK = COUNT_ONE - 1;

    private final long word;
    private final long entries;
    private final int slots;

    /** All of a page's entries are free; the first one comes first. Before any other thread sees them. */
    FreeSlots(long word, long entries, int slots) {
        this.word = word;
        this.entries = entries;
        this.slots = slots;
        for (int slot = 0; slot < slots; slot++) {
            OffHeap.putLong(link(slot), slot + 1 == slots ? 0 : slot + 2);
        }
        OffHeap.putLong(word, 1);
    }

    private long link(int slot) {
        return entries + (long) slot * EntryLayout.LENGTH + RESULT;
    }

    /** Takes an entry: its index, or NONE. What its last holder did to it is seen. */
    int take() {
        while (true) {
            // Pairs with the compare-and-set in giveBack: the entry's link is there.
            long seen = OffHeap.getLongAcquire(word);
            int first = (int) seen;
            if (first == 0) {
                return PageQueue.NONE;
            }
            if (first < 0 || first > slots) {
                throw new IllegalStateException("the page is corrupt: its first free entry is " + (first - 1));
            }
            // Somebody else may have the entry by now, and this be anything; then the word has changed.
            long next = OffHeap.getLongOpaque(link(first - 1));
            if (OffHeap.compareAndSetLong(word, seen, (seen & ~INDEX_MASK) + COUNT_ONE | next & INDEX_MASK)) {
                return first - 1;
            }
        }
    }

    /** The holder of an entry: others may have it. */
    void giveBack(int slot) {
        long seen;
        do {
            seen = OffHeap.getLongOpaque(word);
            // A thread in take may read it, too early or too late.
            OffHeap.putLongOpaque(link(slot), seen & INDEX_MASK);
            // Releases the entry; pairs with take.
        } while (!OffHeap.compareAndSetLong(word, seen, seen & ~INDEX_MASK | slot + 1));
    }
}
