package io.sidecore.bench.calls.served;

import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import io.sidecore.syscall.SyscallPage;

/** Calls that wake the core: each lot is made when it has slept for a while, and that while is not timed. */
public abstract class WokenContender extends PageContender {
    private final long asleepNanos;
    private final int lot;
    private KernelThread executor;
    private long counted;

    /**
     * A contender.
     *
     * @param options     of its engine
     * @param asleepNanos how long the core sleeps before each lot
     * @param lot         calls in a lot
     */
    protected WokenContender(CoreOptions options, long asleepNanos, int lot) {
        super(options, SyscallPage.DEFAULT_ENTRIES);
        this.asleepNanos = asleepNanos;
        this.lot = lot;
    }

    /**
     * Makes one lot of calls, and sees to their results. Timed.
     *
     * @param page to make them through
     */
    protected abstract void makeLot(SyscallPage page);

    @Override
    protected final void prepare(CoreEngine engine, SyscallPage page) {
        executor = new KernelThread(thread());
    }

    @Override
    public final void end() {
        executor.close();
        super.end();
    }

    @Override
    public final void lead(int leader, long count) {
        SyscallPage page = page();
        long nanos = 0;
        for (long done = 0; done < count; done += lot) {
            executor.awaitSleep(asleepNanos);
            long start = System.nanoTime();
            makeLot(page);
            nanos += System.nanoTime() - start;
        }
        counted = nanos;
    }

    @Override
    public final long countedNanos(long nanos) {
        return counted;
    }
}
