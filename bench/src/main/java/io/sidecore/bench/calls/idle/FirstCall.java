package io.sidecore.bench.calls.idle;

import io.sidecore.bench.calls.served.Results;
import io.sidecore.bench.calls.served.WokenContender;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import java.time.Duration;

/** A call through a page whose core sleeps. */
final class FirstCall extends WokenContender {
    private final Results results = new Results(new DirectCalls().getppid());

    FirstCall() {
        super(spinning().sleepingAfter(Duration.ZERO), WakeRig.ASLEEP_NANOS, 1);
    }

    @Override
    protected void makeLot(SyscallPage page) {
        results.check(page.await(page.getppid(), SPIN));
    }
}
