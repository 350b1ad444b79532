package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.BUSY;
import static io.sidecore.syscall.EntryLayout.CONTROL;
import static io.sidecore.syscall.EntryLayout.DONE;
import static io.sidecore.syscall.EntryLayout.RESULT;
import static io.sidecore.syscall.EntryLayout.withStatus;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Errno;

/** Carries out single entries on the thread that submits them. */
final class EntryExecutor {
    private final DirectCalls calls = new DirectCalls();
    private final Functions functions;
    private final Restarts restarts = new Restarts(calls);

    EntryExecutor(Functions functions) {
        this.functions = functions;
    }

    /** From SUBMITTED by way of BUSY to DONE. */
    void execute(long entry, long control) {
        OffHeap.putLongOpaque(entry + CONTROL, withStatus(control, BUSY));
        long result;
        do {
            result = functions.execute(calls, entry, control);
        } while (result == -Errno.EINTR && restarts.isDue(entry, control));
        OffHeap.putLong(entry + RESULT, result);
        OffHeap.putLongRelease(entry + CONTROL, withStatus(control, DONE));
    }
}
