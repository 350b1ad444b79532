package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.BUSY;
import static io.sidecore.syscall.EntryLayout.CONTROL;
import static io.sidecore.syscall.EntryLayout.DONE;
import static io.sidecore.syscall.EntryLayout.RESULT;
import static io.sidecore.syscall.EntryLayout.withStatus;

import io.sidecore.memory.access.OffHeap;

/** Carries out single entries on its own thread. */
final class EntryExecutor {
    private final DirectCalls calls = new DirectCalls();

    /** The given entry if a submission is there, else 0. */
    static long submitted(long entry) {
        // Pairs with the release in SyscallPage.submit.
        return EntryLayout.status(OffHeap.getLongAcquire(entry + CONTROL)) == EntryLayout.SUBMITTED ? entry : 0;
    }

    /** From SUBMITTED by way of BUSY to DONE; {@code control} was read with acquire order, so the arguments are there. */
    void execute(long entry, long control) {
        OffHeap.putLongOpaque(entry + CONTROL, withStatus(control, BUSY));
        long result = calls.execute(EntryLayout.number(control), OffHeap.getLong(entry), OffHeap.getLong(entry + 8),
                OffHeap.getLong(entry + 16), OffHeap.getLong(entry + 24), OffHeap.getLong(entry + 32),
                OffHeap.getLong(entry + 40));
        OffHeap.putLong(entry + RESULT, result);
        // Pairs with the acquire in SyscallPage.poll: the owner sees the result, and what the kernel wrote to its buffers.
        OffHeap.putLongRelease(entry + CONTROL, withStatus(control, DONE));
    }
}
