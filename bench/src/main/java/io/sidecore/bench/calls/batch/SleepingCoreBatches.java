package io.sidecore.bench.calls.batch;

import io.sidecore.bench.calls.served.KernelThread;
import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import java.time.Duration;

/** Batches that a core executes after it has been woken for each. */
final class SleepingCoreBatches extends PageContender {
    static final long ASLEEP_NANOS = 50_000;

    private final Results results = new Results(new DirectCalls().getppid());
    private final int batch;
    private KernelThread executor;
    private long counted;

    SleepingCoreBatches(int batch) {
        super(spinning().sleepingAfter(Duration.ZERO), SyscallPage.DEFAULT_ENTRIES);
        this.batch = batch;
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
        for (long done = 0; done < count; done += batch) {
            executor.awaitSleep(ASLEEP_NANOS);
            long start = System.nanoTime();
            CoreBatches.run(page, batch, results);
            nanos += System.nanoTime() - start;
        }
        counted = nanos;
    }

    @Override
    public long countedNanos(long nanos) {
        return counted;
    }
}
