package io.sidecore.bench.calls.getppid;

import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;

/** One call after the other, each waited for by its token. */
final class AwaitedGetppid extends PageContender {
    private final Results results = new Results(new DirectCalls().getppid());

    @Override
    public void lead(int leader, long count) {
        SyscallPage page = page();
        for (long call = 0; call < count; call++) {
            results.check(page.await(page.getppid(), SPIN));
        }
    }
}
