package io.sidecore.examples.trading.book;

import java.util.Arrays;

/**
 * The price levels of one side of the book, sorted, best price first: a skip list in arrays.
 *
 * <p>Nearly all traffic is at or near the best price, but nothing keeps a sender from using millions of far prices. A
 * search therefore starts at the best level and climbs only as high as the distance demands: its cost grows with the
 * logarithm of the distance from the touch, however large the book is, and an insertion moves no other level.
 *
 * <pre>
 *   height 2   head ─────────────────────────▶ level ──▶ end
 *   height 1   head ──────────▶ level ───────▶ level ──▶ end
 *   height 0   head ─▶ best ──▶ level ─▶ … ──▶ level ──▶ end
 * </pre>
 *
 * <p>A level is named by an int that stays valid until it is removed; 0 is the list's head and, as a successor, its
 * end. Levels are sorted by a key, ascending: the price for asks, its complement for bids, which reverses the order
 * without overflow at either end of the range.
 */
final class PriceLevels {
    /** No level. */
    static final int NONE = 0;

    // A level is one higher with a chance of 1/4, so 12 rows serve 4^12 levels before searches slow down.
    private static final int MAX_HEIGHT = 12;
    private static final int HEAD = 0;

    private final boolean descending;
    private final int[] before = new int[MAX_HEIGHT];
    private int[] next;
    private byte[] height;
    private long[] key;
    private int[] first;
    private int[] last;
    private int[] orders;
    private long[] volume;

    private int freed = NONE;
    private int used = 1;
    private int count;
    private long totalVolume;
    private long random = 0x2545_F491_4F6C_DD1DL;

    private PriceLevels(boolean descending, int expectedLevels) {
        this.descending = descending;
        int capacity = Math.max(2, expectedLevels + 1);
        next = new int[capacity * MAX_HEIGHT];
        height = new byte[capacity];
        key = new long[capacity];
        first = new int[capacity];
        last = new int[capacity];
        orders = new int[capacity];
        volume = new long[capacity];
    }

    static PriceLevels bids(int expectedLevels) {
        return new PriceLevels(true, expectedLevels);
    }

    static PriceLevels asks(int expectedLevels) {
        return new PriceLevels(false, expectedLevels);
    }

    /** The sort key of a price, and the price of a key: smaller is better on either side. */
    long key(long price) {
        return descending ? ~price : price;
    }

    int count() {
        return count;
    }

    long totalVolume() {
        return totalVolume;
    }

    /** The level with the best price, or {@link #NONE}. */
    int best() {
        return next[HEAD];
    }

    /** The next worse level, or {@link #NONE}. */
    int after(int level) {
        return next[level * MAX_HEIGHT];
    }

    long keyOf(int level) {
        return key[level];
    }

    long priceOf(int level) {
        return key(key[level]);
    }

    long volumeOf(int level) {
        return volume[level];
    }

    int ordersAt(int level) {
        return orders[level];
    }

    /** Slot of the oldest order. */
    int first(int level) {
        return first[level];
    }

    /** Slot of the newest order. */
    int last(int level) {
        return last[level];
    }

    void first(int level, int slot) {
        first[level] = slot;
    }

    void last(int level, int slot) {
        last[level] = slot;
    }

    /** Books a change of what rests at a level. */
    void adjust(int level, long volumeChange, int orderChange) {
        volume[level] += volumeChange;
        orders[level] += orderChange;
        totalVolume += volumeChange;
    }

    /** The level at a price, or {@link #NONE}. */
    int find(long price) {
        long wanted = key(price);
        int candidate = search(wanted);
        return candidate != NONE && key[candidate] == wanted ? candidate : NONE;
    }

    /** The level at a price, made if there is none. */
    int findOrInsert(long price) {
        long wanted = key(price);
        int candidate = search(wanted);
        if (candidate != NONE && key[candidate] == wanted) {
            return candidate;
        }
        int level = take();
        int rows = drawHeight();
        height[level] = (byte) rows;
        key[level] = wanted;
        for (int row = 0; row < rows; row++) {
            int link = before[row] * MAX_HEIGHT + row;
            next[level * MAX_HEIGHT + row] = next[link];
            next[link] = level;
        }
        count++;
        return level;
    }

    /** Removes a level that has no orders left. */
    void remove(int level) {
        search(key[level]);
        for (int row = 0; row < height[level]; row++) {
            next[before[row] * MAX_HEIGHT + row] = next[level * MAX_HEIGHT + row];
        }
        next[level * MAX_HEIGHT] = freed;
        freed = level;
        count--;
    }

    /** The first level whose key is not below the wanted one; leaves its predecessor in each row in {@code before}. */
    private int search(long wanted) {
        int row = 0;
        while (row < MAX_HEIGHT && next[row] != NONE && key[next[row]] < wanted) {
            row++;
        }
        // Each row is part of the one below: above this one, too, what follows the head is too far already.
        Arrays.fill(before, row, MAX_HEIGHT, HEAD);
        int level = HEAD;
        while (--row >= 0) {
            int candidate = next[level * MAX_HEIGHT + row];
            while (candidate != NONE && key[candidate] < wanted) {
                level = candidate;
                candidate = next[level * MAX_HEIGHT + row];
            }
            before[row] = level;
        }
        return next[level * MAX_HEIGHT];
    }

    private int drawHeight() {
        // Xorshift from a fixed start: the list has the same shape in every run, and no order's content can steer it.
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return Math.min(MAX_HEIGHT, 1 + (Long.numberOfTrailingZeros(random) >>> 1));
    }

    private int take() {
        if (freed != NONE) {
            int level = freed;
            freed = next[level * MAX_HEIGHT];
            return level;
        }
        if (used == key.length) {
            grow();
        }
        return used++;
    }

    private void grow() {
        int capacity = Math.multiplyExact(key.length, 2);
        next = Arrays.copyOf(next, Math.multiplyExact(capacity, MAX_HEIGHT));
        height = Arrays.copyOf(height, capacity);
        key = Arrays.copyOf(key, capacity);
        first = Arrays.copyOf(first, capacity);
        last = Arrays.copyOf(last, capacity);
        orders = Arrays.copyOf(orders, capacity);
        volume = Arrays.copyOf(volume, capacity);
    }
}
