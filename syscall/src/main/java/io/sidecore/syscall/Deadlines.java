package io.sidecore.syscall;

import java.util.Arrays;

/** When which call is to be given up: a heap, the earliest first. For the page's owner; allocates when it grows. */
final class Deadlines {
    private long[] times = new long[16];
    private long[] tokens = new long[16];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    void add(long time, long token) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        int at = count++;
        for (int parent; at > 0 && time - times[parent = (at - 1) / 2] < 0; at = parent) {
            set(at, times[parent], tokens[parent]);
        }
        set(at, time, token);
    }

    /** {@return the token of a call whose time has come, or -1} */
    long takePassed(long now) {
        if (count == 0 || now - times[0] < 0) {
            return -1;
        }
        long token = tokens[0];
        count--;
        long time = times[count];
        int at = 0;
        for (int child; (child = 2 * at + 1) < count; at = child) {
            if (child + 1 < count && times[child + 1] - times[child] < 0) {
                child++;
            }
            if (time - times[child] <= 0) {
                break;
            }
            set(at, times[child], tokens[child]);
        }
        set(at, time, tokens[count]);
        return token;
    }

    private void set(int at, long time, long token) {
        times[at] = time;
        tokens[at] = token;
    }
}
