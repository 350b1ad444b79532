package io.sidecore.bench.calls.idle;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.rig.ServedContender;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.SystemCalls;
import io.sidecore.syscall.struct.TimeSpec;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BusySpinIdleStrategy;

/** Sleeps a number of milliseconds, and tells the CPU time that the whole process took meanwhile. */
final class IdleProcess implements ServedContender {
    private static final int CALLS_BEFORE = 1_000;
    /** For compilers and others that are busy with what was before. */
    private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final int cpu = CorePlan.automatic().syscall().id();
    private final boolean hasEngine;
    private final DirectCalls calls = new DirectCalls();
    private final TimeSpec time = new TimeSpec();
    private CoreEngine engine;
    private long counted;

    IdleProcess(boolean hasEngine) {
        this.hasEngine = hasEngine;
    }

    @Override
    public void begin() {
        if (hasEngine) {
            engine = CoreEngine.start(CoreOptions.on(cpu).sleepingAfter(IdleRig.SLEEP_AFTER));
            SyscallPage page = engine.register();
            for (int call = 0; call < CALLS_BEFORE; call++) {
                page.await(page.getppid(), BusySpinIdleStrategy.INSTANCE);
            }
        }
        sleep(SETTLING_NANOS);
    }

    @Override
    public void lead(int leader, long count) {
        long before = cpuNanos();
        sleep(TimeUnit.MILLISECONDS.toNanos(count));
        counted = cpuNanos() - before;
    }

    private static void sleep(long nanos) {
        long start = System.nanoTime();
        for (long left = nanos; left > 0; left = start + nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private long cpuNanos() {
        calls.clock_gettime(SystemCalls.CLOCK_PROCESS_CPUTIME_ID, time);
        return time.nanos();
    }

    @Override
    public long countedNanos(long nanos) {
        return counted;
    }

    @Override
    public void end() {
        if (hasEngine) {
            engine.close();
        }
    }

    /** {@return 0: nothing here has to have a CPU} */
    @Override
    public int thread() {
        return 0;
    }
}
