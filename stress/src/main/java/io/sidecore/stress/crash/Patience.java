package io.sidecore.stress.crash;

import io.sidecore.stress.failpoint.Failpoints;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes those who wait on end look ever more seldom: of hundreds of threads, most wait for somebody who is yet to be killed. */
final class Patience implements Failpoints.Controller {
    private static final long SHORTEST = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(1);
    /** Who does so much between two pauses has found something to do. */
    private static final long WORK = TimeUnit.MICROSECONDS.toNanos(30);

    private final ThreadLocal<long[]> waits = ThreadLocal.withInitial(() -> new long[2]);

    @Override
    public void pause() {
        long[] wait = waits.get();
        wait[0] = System.nanoTime() - wait[1] > WORK ? SHORTEST : Math.min(LONGEST, 2 * wait[0]);
        LockSupport.parkNanos(wait[0]);
        wait[1] = System.nanoTime();
    }

    @Override
    public void beforeLoad(int site) {}

    @Override
    public void beforeStore(int site) {}

    @Override
    public void afterStore(int site) {}

    @Override
    public long tear(int site, long length) {
        return length;
    }

    @Override
    public long piece() {
        return Long.MAX_VALUE;
    }
}
