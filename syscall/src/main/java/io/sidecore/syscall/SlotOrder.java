package io.sidecore.syscall;

/**
 * Which entry each call of a page is in: entries are given out in the order in which they became free.
 *
 * <pre>
 *   positions:  | in flight, in order of submission | free, the next one first |
 *               ^ head                              ^ tail                     ^ end
 * </pre>
 *
 * <p>As long as calls end in order, the entries follow each other round and round. For the page's owner.
 */
final class SlotOrder {
    private final int[] order;
    private long head;
    private long tail;
    private long end;

    SlotOrder(int slots) {
        order = new int[Integer.highestOneBit(slots) << 1];
        for (int slot = 0; slot < slots; slot++) {
            order[slot] = slot;
        }
        end = slots;
    }

    /** Whether an entry is free, and one behind it, as every submission names the next. */
    boolean hasRoom() {
        return end - tail > 1;
    }

    /** Position of the next submission. */
    long tail() {
        return tail;
    }

    /** Position of the oldest call that has not been passed. */
    long head() {
        return head;
    }

    int at(long position) {
        return order[(int) position & order.length - 1];
    }

    void submitted() {
        tail++;
    }

    /** Goes past the oldest call; its entry is free if so told, or becomes free later by {@link #free}. */
    void pass(boolean isFree) {
        int slot = at(head++);
        if (isFree) {
            free(slot);
        }
    }

    void free(int slot) {
        order[(int) end++ & order.length - 1] = slot;
    }
}
