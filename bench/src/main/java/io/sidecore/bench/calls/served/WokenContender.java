package io.sidecore.bench.calls.served;

import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import io.sidecore.syscall.SyscallPage;

/** Calls that wake the core: each lot is made when it has slept for a while, and that while is not timed. */
public abstract class WokenContender extends PageContender {
    /** More calls of each method than HotSpot wants before it compiles it; the slices of a fork have too few. */
    private static final int WARM_UP_LOTS = 6_000;
    /** Going to sleep and waking up are compiled, for all contenders of this JVM. */
    private static boolean isWarm;

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
        if (!isWarm) {
            for (int call = 0; call < WARM_UP_LOTS; call++) {
                run(1, 0);
            }
            isWarm = true;
        }
    }

    @Override
    public final void end() {
        executor.close();
        super.end();
    }

    @Override
    public final void lead(int leader, long count) {
        counted = run((count + lot - 1) / lot, asleepNanos);
    }

    /** Returns the nanoseconds that the lots took. */
    private long run(long lots, long nanosAsleep) {
        SyscallPage page = page();
        long nanos = 0;
        for (long done = 0; done < lots; done++) {
            executor.awaitSleep(nanosAsleep);
            long start = System.nanoTime();
            makeLot(page);
            nanos += System.nanoTime() - start;
        }
        return nanos;
    }

    @Override
    public final long countedNanos(long nanos) {
        return counted;
    }
}
