package io.sidecore.bench.calls.cost;

import io.sidecore.bench.calls.served.DataFile;
import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.bench.rig.Padded;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.Delegate;
import io.sidecore.syscall.SyscallPage;

/** Bursts through a page, of which submitting, reaping or both are timed. */
final class PageCost extends PageContender {
    static final int BURST = 256;

    private final boolean timesSubmit;
    private final boolean timesReap;
    private final DataFile file = new DataFile();
    private final Results results = new Results(DataFile.LENGTH);
    private final Served served = new Served();
    private Delegate marker;
    private CoreEngine core;
    private long counted;

    PageCost(boolean timesSubmit, boolean timesReap) {
        this.timesSubmit = timesSubmit;
        this.timesReap = timesReap;
    }

    @Override
    protected void prepare(CoreEngine engine, SyscallPage page) {
        Served mark = served;
        // Its result is that of the others, as it may be taken among them.
        marker = engine.register((number, a1, a2, a3, a4, a5) -> {
            mark.last = number;
            return DataFile.LENGTH;
        });
        mark.last = 0;
        core = engine;
    }

    @Override
    public void lead(int leader, long count) {
        SyscallPage page = page();
        Results reaped = results;
        long handOffs = core.handOffs();
        long submitting = 0;
        long reaping = 0;
        for (long number = 1; number <= count / BURST; number++) {
            long start = System.nanoTime();
            for (int call = 0; call < BURST; call++) {
                file.write(page);
            }
            submitting += System.nanoTime() - start;
            // Behind the burst, and with a line of its own, so that the entries stay in the other core's cache until they are reaped.
            // Behind calls, too, that a slow disk has put to sleep and that another thread ends.
            page.barrier().call(marker, 1, number, 0, 0, 0, 0, 0);
            while (served.last != number) {
                Thread.onSpinWait();
            }
            start = System.nanoTime();
            int done = page.poll(reaped, BURST);
            reaping += System.nanoTime() - start;
            // One that was handed over is final before its page is told of it.
            if (done != BURST && core.handOffs() == handOffs) {
                throw new IllegalStateException(done + " of " + BURST + " calls were done before the one behind them");
            }
            while (page.inFlight() > 0) {
                page.await(reaped, SPIN);
            }
            handOffs = core.handOffs();
        }
        counted = (timesSubmit ? submitting : 0) + (timesReap ? reaping : 0);
    }

    @Override
    public long countedNanos(long nanos) {
        return counted;
    }

    @Override
    public void close() {
        file.close();
    }

    /** Written by the executor behind each burst. */
    private static final class Served extends Padded {
        private volatile long last;
        @SuppressWarnings("unused")
        private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18,
                q19, q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;
    }
}
