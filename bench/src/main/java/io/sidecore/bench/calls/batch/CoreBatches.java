package io.sidecore.bench.calls.batch;

import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;

/** Batches that a spinning core executes. */
final class CoreBatches extends PageContender {
    private final Results results = new Results(new DirectCalls().getppid());
    private final int batch;

    CoreBatches(int batch) {
        this.batch = batch;
    }

    @Override
    public void lead(int leader, long count) {
        SyscallPage page = page();
        for (long done = 0; done < count; done += batch) {
            run(page, batch, results);
        }
    }

    /** Submits a batch and waits for it. */
    static void run(SyscallPage page, int batch, Results results) {
        long end = results.count() + batch;
        for (int call = 0; call < batch; call++) {
            page.getppid();
        }
        while (results.count() < end) {
            page.await(results, SPIN);
        }
    }
}
