package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.CONTROL;
import static io.sidecore.syscall.EntryLayout.RESULT;
import static io.sidecore.syscall.EntryLayout.SUBMITTED;

import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;

/** A {@link SyscallPage} as its syscall core sees it: each entry names the one that the next call will be in. */
final class PrivatePageQueue extends PageQueue {
    /** The entry to look at next. */
    private long cursor;
    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    PrivatePageQueue(Page page, SharedMemory memory, int slots) {
        super(page, memory, slots);
    }

    @Override
    int fill(int[] ahead) {
        int count = 0;
        int slot = (int) cursor;
        while (count < ahead.length) {
            long entry = entry(slot);
            // Pairs with the release in SyscallPage.submit.
            if (EntryLayout.status(OffHeap.getLongAcquire(entry + CONTROL)) != SUBMITTED) {
                break;
            }
            ahead[count++] = slot;
            long next = OffHeap.getLong(entry + RESULT);
            int following = slot + 1 == slots ? 0 : slot + 1;
            if (next == following) {
                // The usual case, and a branch: the processor guesses it, and need not wait for this line before it asks for the next.
                slot = following;
            } else if (next >= 0 && next < slots) {
                slot = (int) next;
            } else {
                // This call is the last one.
                quarantine();
                break;
            }
        }
        cursor = slot;
        return count;
    }

    @Override
    boolean hasSubmissions() {
        return EntryLayout.status(OffHeap.getLongAcquire(entry((int) cursor) + CONTROL)) == SUBMITTED;
    }

    @Override
    void announce(int slot) {
        EntryStack.push(header + PageLayout.ASIDE_DONE, slot, entry(slot));
    }
}
