package io.sidecore.syscall;

/**
 * Results of calls executed in a row that their page does not show yet: the stores that show them miss the core's cache, and are cheaper together
 * than each behind a call. See docs/decisions/0005. For the core's active thread.
 */
final class FinishedCalls {
    /** Calls in a row. */
    static final int LIMIT = 8;

    private final int[] slots = new int[LIMIT];
    private final long[] controls = new long[LIMIT];
    private final long[] results = new long[LIMIT];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == LIMIT;
    }

    void add(int slot, long control, long result) {
        slots[count] = slot;
        controls[count] = control;
        results[count] = result;
        count++;
    }

    void publish(PageQueue page) {
        for (int i = 0; i < count; i++) {
            page.finish(slots[i], controls[i], results[i]);
        }
        count = 0;
    }
}
