package io.sidecore.bench.calls.batch;

import io.sidecore.bench.calls.served.Results;
import io.sidecore.bench.calls.served.WokenContender;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import java.time.Duration;

/** Batches that a core executes after it has been woken for each. */
final class SleepingCoreBatches extends WokenContender {
    static final long ASLEEP_NANOS = 50_000;

    private final Results results = new Results(new DirectCalls().getppid());
    private final int batch;

    SleepingCoreBatches(int batch) {
        super(spinning().sleepingAfter(Duration.ZERO), ASLEEP_NANOS, batch);
        this.batch = batch;
    }

    @Override
    protected void makeLot(SyscallPage page) {
        CoreBatches.run(page, batch, results);
    }
}
