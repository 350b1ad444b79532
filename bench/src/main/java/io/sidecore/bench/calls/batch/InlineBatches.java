package io.sidecore.bench.calls.batch;

import io.sidecore.bench.calls.served.Results;
import io.sidecore.bench.rig.Contender;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.DirectEngine;
import io.sidecore.syscall.SyscallPage;

/** Batches that are executed while they are submitted. */
final class InlineBatches implements Contender {
    private final Results results = new Results(new DirectCalls().getppid());
    private final DirectEngine engine = new DirectEngine();
    private final SyscallPage page = engine.register();
    private final int batch;

    InlineBatches(int batch) {
        this.batch = batch;
    }

    @Override
    public void lead(int leader, long count) {
        for (long done = 0; done < count; done += batch) {
            CoreBatches.run(page, batch, results);
        }
    }

    @Override
    public void follow(long count) {
        // Nothing passes between the two.
    }

    @Override
    public void close() {
        page.close();
        engine.close();
    }
}
