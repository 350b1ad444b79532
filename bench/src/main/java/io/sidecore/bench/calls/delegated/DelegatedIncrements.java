package io.sidecore.bench.calls.delegated;

import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.Delegate;
import io.sidecore.syscall.SyscallPage;

/** The syscall thread alone touches the counter. */
final class DelegatedIncrements extends PageContender {
    private final Counter counter = new Counter();
    private Delegate increment;
    private long expected;

    @Override
    protected void prepare(CoreEngine engine, SyscallPage page) {
        Counter counted = counter;
        increment = engine.register((a0, a1, a2, a3, a4, a5) -> ++counted.value);
    }

    @Override
    public void lead(int leader, long count) {
        SyscallPage page = page();
        long end = expected + count;
        for (long number = expected + 1; number <= end; number++) {
            long result = page.await(page.call(increment, 0, 0, 0, 0, 0, 0, 0), SPIN);
            if (result != number) {
                throw new IllegalStateException("increment " + number + " has returned " + result);
            }
        }
        expected = end;
    }
}
