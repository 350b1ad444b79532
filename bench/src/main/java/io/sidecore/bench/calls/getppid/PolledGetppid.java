package io.sidecore.bench.calls.getppid;

import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;

/** So many calls in flight: whatever is done is taken, and as many are submitted. With one, each call is waited for. */
final class PolledGetppid extends PageContender {
    private final Results results = new Results(new DirectCalls().getppid());
    private final int depth;

    PolledGetppid(int depth) {
        this.depth = depth;
    }

    @Override
    public void lead(int leader, long count) {
        SyscallPage page = page();
        Results taken = results;
        int most = depth;
        long begun = taken.count();
        long submitted = 0;
        for (long done = 0; done < count; done = taken.count() - begun) {
            for (; submitted < count && submitted - done < most; submitted++) {
                page.getppid();
            }
            // The floor does not pause either.
            page.poll(taken, most);
        }
    }
}
