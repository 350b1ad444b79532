package io.sidecore.examples.trading.book;

import java.util.Arrays;

/**
 * The orders that rest in the book, in numbered slots, and their place in the queue of their price level.
 *
 * <p>Each level's queue is a doubly linked list that runs through the slots, oldest order first: an order leaves from
 * anywhere in it in constant time, and the order behind it moves up. Slots count from 1; a free slot is linked to the
 * next free one.
 */
final class RestingOrders {
    /** No slot. */
    static final int NONE = 0;

    private long[] id;
    private int[] size;
    private byte[] side;
    private int[] level;
    private int[] next;
    private int[] previous;
    private int freed = NONE;
    private int used = 1;

    RestingOrders(int expectedOrders) {
        int capacity = Math.max(2, expectedOrders + 1);
        id = new long[capacity];
        size = new int[capacity];
        side = new byte[capacity];
        level = new int[capacity];
        next = new int[capacity];
        previous = new int[capacity];
    }

    long id(int slot) {
        return id[slot];
    }

    int size(int slot) {
        return size[slot];
    }

    byte side(int slot) {
        return side[slot];
    }

    /** The order behind this one in the queue, or {@link #NONE}. */
    int next(int slot) {
        return next[slot];
    }

    /** Puts an order at the end of a level's queue and returns its slot. */
    int append(long orderId, byte orderSide, int shares, PriceLevels levels, int at) {
        int slot = take();
        id[slot] = orderId;
        size[slot] = shares;
        side[slot] = orderSide;
        level[slot] = at;
        int tail = levels.last(at);
        boolean alone = levels.ordersAt(at) == 0;
        previous[slot] = alone ? NONE : tail;
        next[slot] = NONE;
        if (alone) {
            levels.first(at, slot);
        } else {
            next[tail] = slot;
        }
        levels.last(at, slot);
        levels.adjust(at, shares, 1);
        return slot;
    }

    /** Takes shares off an order, fewer than it has: its place in the queue stays. */
    void shrink(int slot, int shares, PriceLevels levels) {
        size[slot] -= shares;
        levels.adjust(level[slot], -shares, 0);
    }

    /** Takes an order out of its queue, and its level out of the book if it was the last one there. */
    void remove(int slot, PriceLevels levels) {
        int at = level[slot];
        int ahead = previous[slot];
        int behind = next[slot];
        if (ahead == NONE) {
            levels.first(at, behind);
        } else {
            next[ahead] = behind;
        }
        if (behind == NONE) {
            levels.last(at, ahead);
        } else {
            previous[behind] = ahead;
        }
        levels.adjust(at, -size[slot], -1);
        if (levels.ordersAt(at) == 0) {
            levels.remove(at);
        }
        next[slot] = freed;
        freed = slot;
    }

    private int take() {
        if (freed != NONE) {
            int slot = freed;
            freed = next[slot];
            return slot;
        }
        if (used == id.length) {
            grow();
        }
        return used++;
    }

    private void grow() {
        int capacity = Math.multiplyExact(id.length, 2);
        id = Arrays.copyOf(id, capacity);
        size = Arrays.copyOf(size, capacity);
        side = Arrays.copyOf(side, capacity);
        level = Arrays.copyOf(level, capacity);
        next = Arrays.copyOf(next, capacity);
        previous = Arrays.copyOf(previous, capacity);
    }
}
