package io.sidecore.bench.pollution;

import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.syscall.SyscallPage;

/** User work in blocks, with a call submitted behind each, which the other core executes meanwhile. Nobody waits, until there are many. */
final class OffLoading extends PageContender {
    /** The smallest page, because its entries take turns, and larger ones would be a working set of their own. */
    private static final int ENTRIES = 64;
    private static final int IN_FLIGHT = 32;

    private final UserWork work;
    private final int interval;
    private final UserTime time = new UserTime();
    private final RecordFile file = new RecordFile();
    private final Results results = new Results(RecordFile.LENGTH);

    OffLoading(UserWork work, int interval) {
        super(spinning(), ENTRIES);
        this.work = work;
        this.interval = interval;
    }

    @Override
    public void lead(int leader, long count) {
        UserWork user = work;
        SyscallPage page = page();
        int steps = user.steps(interval);
        long blocks = PollutionRig.blocks(count, interval);
        long nanos = 0;
        user.warmUp();
        for (long block = 0; block < blocks; block++) {
            long start = System.nanoTime();
            user.run(steps);
            nanos += System.nanoTime() - start;
            while (page.inFlight() >= IN_FLIGHT) {
                page.await(results, SPIN);
            }
            file.write(page);
        }
        while (page.inFlight() > 0) {
            page.await(results, SPIN);
        }
        time.set(blocks, nanos);
    }

    @Override
    public long countedNanos(long nanos) {
        return time.nanos();
    }

    /** {@return calls whose results have been taken so far} */
    long calls() {
        return results.count();
    }

    @Override
    public void close() {
        if (results.count() != file.last()) {
            throw new IllegalStateException(results.count() + " results of " + file.last() + " calls");
        }
        file.requireAllWritten();
        file.close();
    }
}
