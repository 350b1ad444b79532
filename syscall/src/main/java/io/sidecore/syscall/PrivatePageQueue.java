package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.CONTROL;
import static io.sidecore.syscall.EntryLayout.RESULT;
import static io.sidecore.syscall.EntryLayout.SUBMITTED;

import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;

/** A {@link SyscallPage} as its syscall core sees it: each entry names the one that the next call will be in. */
final class PrivatePageQueue extends PageQueue {
    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    PrivatePageQueue(SharedMemory memory, int slots) {
        super(memory, slots);
    }

    @Override
    int next() {
        int slot = cursor;
        long entry = entry(slot);
        // Pairs with the release in SyscallPage.submit.
        if (EntryLayout.status(OffHeap.getLongAcquire(entry + CONTROL)) != SUBMITTED) {
            return NONE;
        }
        long next = OffHeap.getLong(entry + RESULT);
        if (next < 0 || next >= slots) {
            quarantine();
            return NONE;
        }
        cursor = (int) next;
        return slot;
    }

    @Override
    boolean hasNext() {
        return EntryLayout.status(OffHeap.getLongAcquire(entry(cursor) + CONTROL)) == SUBMITTED;
    }

    @Override
    void announce(int slot) {
        AsideList.push(header, slot, entry(slot));
    }
}
