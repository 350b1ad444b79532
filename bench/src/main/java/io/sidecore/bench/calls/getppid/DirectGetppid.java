package io.sidecore.bench.calls.getppid;

import io.sidecore.bench.calls.served.Results;
import io.sidecore.bench.rig.Contender;
import io.sidecore.syscall.DirectCalls;

/** Each call at once, on either CPU. */
public final class DirectGetppid implements Contender {
    private final DirectCalls calls = new DirectCalls();
    private final Results results = new Results(calls.getppid());
    private final boolean onSyscallCpu;

    private DirectGetppid(boolean onSyscallCpu) {
        this.onSyscallCpu = onSyscallCpu;
    }

    /** {@return calls on the application's CPU} */
    public static DirectGetppid onApplicationCpu() {
        return new DirectGetppid(false);
    }

    /** {@return calls on the syscall CPU, where an engine would execute them} */
    public static DirectGetppid onSyscallCpu() {
        return new DirectGetppid(true);
    }

    @Override
    public void lead(int leader, long count) {
        if (!onSyscallCpu) {
            call(count);
        }
    }

    @Override
    public void follow(long count) {
        if (onSyscallCpu) {
            call(count);
        }
    }

    private void call(long count) {
        for (long call = 0; call < count; call++) {
            results.check(calls.getppid());
        }
    }
}
