package io.sidecore.examples.trading.book;

/**
 * Finds the slot of an order by its id: an open-addressing hash with linear probing, at most half full.
 *
 * <p>Any long is an id, 0 and −1 included, so emptiness is marked in the slot ({@link #NONE}), not in the key. A
 * removal moves later entries of the run back into the gap instead of leaving a tombstone: order ids come and go for
 * ever, and tombstones would make every probe slower until a rehash stalls the engine.
 */
final class OrderIndex {
    /** No such order; slots count from 1. */
    static final int NONE = 0;

    // 2^64 / golden ratio: spreads consecutive ids, which exchanges hand out, evenly over the table.
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long[] ids;
    private int[] slots;
    private int mask;
    private int shift;
    private int count;

    OrderIndex(int expectedOrders) {
        int capacity = Integer.highestOneBit(Math.max(4, expectedOrders - 1)) << 2;
        allocate(capacity);
    }

    /** The slot of an order, or {@link #NONE}. */
    int get(long id) {
        return slots[find(id)];
    }

    /** Adds an id that is not in the index yet. */
    void add(long id, int slot) {
        if (count >= slots.length >>> 1) {
            grow();
        }
        int at = find(id);
        ids[at] = id;
        slots[at] = slot;
        count++;
    }

    /** Removes an id; one that is not there is ignored. */
    void remove(long id) {
        int gap = find(id);
        if (slots[gap] == NONE) {
            return;
        }
        for (int at = gap + 1 & mask; slots[at] != NONE; at = at + 1 & mask) {
            // An entry may move back to the gap unless its home is behind the gap: a search would not find it there.
            int distanceFromHome = at - home(ids[at]) & mask;
            int distanceFromGap = at - gap & mask;
            if (distanceFromHome >= distanceFromGap) {
                ids[gap] = ids[at];
                slots[gap] = slots[at];
                gap = at;
            }
        }
        slots[gap] = NONE;
        count--;
    }

    int count() {
        return count;
    }

    /** Where an id would be if nothing were in its way. */
    int home(long id) {
        return (int) (id * SPREAD >>> shift);
    }

    int capacity() {
        return slots.length;
    }

    private int find(long id) {
        int at = home(id);
        while (slots[at] != NONE && ids[at] != id) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void allocate(int capacity) {
        ids = new long[capacity];
        slots = new int[capacity];
        mask = capacity - 1;
        shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
    }

    private void grow() {
        long[] oldIds = ids;
        int[] oldSlots = slots;
        allocate(Math.multiplyExact(oldSlots.length, 2));
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] != NONE) {
                int at = find(oldIds[i]);
                ids[at] = oldIds[i];
                slots[at] = oldSlots[i];
            }
        }
    }
}
