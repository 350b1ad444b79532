package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

/**
 * Calls that ask about processes, or signal them.
 */
public sealed interface ProcessCalls extends Submitter permits SystemCalls {

    /**
     * {@code getpid(2)}.
     *
     * @return result (this process's id) or token
     */
    default long getpid() {
        return submit(GETPID, 0, 0, 0, 0, 0, 0, 0, null);
    }

    /**
     * {@code getppid(2)}: the cheapest call there is, for measurements.
     *
     * @return result (the parent's process id) or token
     */
    default long getppid() {
        return submit(GETPPID, 0, 0, 0, 0, 0, 0, 0, null);
    }

    /**
     * {@code kill(2)}. A signal to the own process is the JVM's to handle, or its end.
     *
     * @param pid    process, 0 for the own group, negative for another group
     * @param signal 0 to ask only whether it could be sent
     * @return result (0) or token
     */
    default long kill(int pid, int signal) {
        return submit(KILL, 2, pid, signal, 0, 0, 0, 0, null);
    }
}
