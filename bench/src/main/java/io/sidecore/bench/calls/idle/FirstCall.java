package io.sidecore.bench.calls.idle;

import io.sidecore.bench.calls.served.KernelThread;
import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;

/** A call through a page whose core sleeps. */
final class FirstCall extends PageContender {
    private final Results results = new Results(new DirectCalls().getppid());
    private KernelThread executor;
    private long counted;

    FirstCall() {
        super(spinning().sleepingAfter(IdleRig.SLEEP_AFTER), SyscallPage.DEFAULT_ENTRIES);
    }

    @Override
    protected void prepare(CoreEngine engine, SyscallPage page) {
        executor = new KernelThread(thread());
    }

    @Override
    public void end() {
        executor.close();
        super.end();
    }

    @Override
    public void lead(int leader, long count) {
        SyscallPage page = page();
        long nanos = 0;
        for (long call = 0; call < count; call++) {
            executor.awaitSleep(WakeRig.ASLEEP_NANOS);
            long start = System.nanoTime();
            long result = page.await(page.getppid(), SPIN);
            nanos += System.nanoTime() - start;
            results.check(result);
        }
        counted = nanos;
    }

    @Override
    public long countedNanos(long nanos) {
        return counted;
    }
}
