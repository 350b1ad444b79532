package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.GETPPID;

/** Calls that ask about processes. */
public sealed interface ProcessCalls extends Submitter permits SystemCalls {
    /**
     * {@code getppid(2)}: the cheapest call there is, for measurements.
     *
     * @return result (the parent's process id) or token
     */
    default long getppid() {
        return submit(GETPPID, 0, 0, 0, 0, 0, 0, 0, null);
    }
}
