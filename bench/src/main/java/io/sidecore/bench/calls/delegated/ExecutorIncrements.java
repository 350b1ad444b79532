package io.sidecore.bench.calls.delegated;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.bench.rig.ServedContender;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The executor's thread alone touches the counter; whoever submits sleeps until it has. */
final class ExecutorIncrements implements ServedContender {
    private final int cpu = CorePlan.automatic().syscall().id();
    private final Counter counter = new Counter();
    private final Callable<Long> increment = () -> ++counter.value;
    private ExecutorService executor;
    private volatile int thread;
    private long expected;

    @Override
    public void begin() {
        executor = Executors.newSingleThreadExecutor(worker -> Thread.ofPlatform().daemon().unstarted(() -> {
            try (PinnedThread pin = PinnedThread.to(cpu)) {
                thread = pin.tid();
                worker.run();
            }
        }));
        lead(0, 1);
    }

    @Override
    public void lead(int leader, long count) {
        long end = expected + count;
        for (long number = expected + 1; number <= end; number++) {
            long result;
            try {
                result = executor.submit(increment).get();
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (result != number) {
                throw new IllegalStateException("increment " + number + " has returned " + result);
            }
        }
        expected = end;
    }

    @Override
    public void end() {
        executor.close();
    }

    @Override
    public int thread() {
        return thread;
    }
}
