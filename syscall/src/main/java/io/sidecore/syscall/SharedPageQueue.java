package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.RESULT;
import static io.sidecore.syscall.EntryLayout.SUBMITTED;

import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;

/** A {@link SharedPage} as its syscall core sees it: the whole stack of submissions is taken at once, and turned over, so that the oldest comes first. */
final class SharedPageQueue extends PageQueue {
    private final long submissions;
    /** What was taken and not handed out yet: from {@code next} to the end, oldest first. */
    private final int[] taken;
    private long next;
    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    SharedPageQueue(Page page, SharedMemory memory, int slots) {
        super(page, memory, slots);
        this.submissions = header + PageLayout.SUBMISSIONS;
        this.taken = new int[slots];
        this.next = slots;
    }

    @Override
    int fill(int[] ahead) {
        if (next == slots) {
            takeAll();
        }
        int first = (int) next;
        int count = Math.min(ahead.length, slots - first);
        System.arraycopy(taken, first, ahead, 0, count);
        next += count;
        return count;
    }

    private void takeAll() {
        int at = slots;
        for (long link = EntryStack.takeAll(submissions); link != 0; link = OffHeap
                .getLong(entry((int) link - 1) + RESULT)) {
            // The links are the owners' to write: too many of them are a ring.
            if (link < 0 || link > slots || at == 0
                    || EntryLayout.status(control((int) link - 1)) != SUBMITTED) {
                quarantine();
                return;
            }
            taken[--at] = (int) link - 1;
        }
        next = at;
    }

    @Override
    boolean hasSubmissions() {
        return next != slots || EntryStack.isHolding(submissions);
    }

    /** Whoever waits for the call looks at its entry. */
    @Override
    void announce(int slot) {}
}
