package io.sidecore.syscall;

import java.util.Arrays;

/**
 * When which call is to be given up: a heap of entries, the earliest first. An entry has one deadline at most: that of a later call takes the place
 * of one that is past caring. For the page's owner; allocates nothing after construction.
 */
final class Deadlines {
    private static final int NONE = -1;

    /** By entry. */
    private final long[] times;
    private final long[] tokens;
    private final int[] places;
    private final int[] heap;
    private int count;

    Deadlines(int slots) {
        times = new long[slots];
        tokens = new long[slots];
        places = new int[slots];
        heap = new int[slots];
        Arrays.fill(places, NONE);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** {@code token}: of the call in that entry. */
    void set(int slot, long time, long token) {
        times[slot] = time;
        tokens[slot] = token;
        int place = places[slot];
        if (place == NONE) {
            place = count++;
        }
        sink(rise(place, slot), slot);
    }

    /** {@return the token of a call whose time has come, or -1} */
    long takePassed(long now) {
        if (count == 0 || now - times[heap[0]] < 0) {
            return -1;
        }
        int first = heap[0];
        places[first] = NONE;
        if (--count > 0) {
            sink(0, heap[count]);
        }
        return tokens[first];
    }

    private int rise(int from, int slot) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (times[slot] - times[heap[parent]] >= 0) {
                break;
            }
            put(at, heap[parent]);
            at = parent;
        }
        return at;
    }

    private void sink(int from, int slot) {
        int at = from;
        for (int child; (child = 2 * at + 1) < count; at = child) {
            if (child + 1 < count && times[heap[child + 1]] - times[heap[child]] < 0) {
                child++;
            }
            if (times[slot] - times[heap[child]] <= 0) {
                break;
            }
            put(at, heap[child]);
        }
        put(at, slot);
    }

    private void put(int at, int slot) {
        heap[at] = slot;
        places[slot] = at;
    }
}
