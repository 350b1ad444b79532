package io.sidecore.bench.pollution;

import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.bench.rig.Contender;
import io.sidecore.syscall.DirectCalls;

/** User work in blocks, with a direct call behind each. */
final class DirectlyCalling implements Contender {
    private final UserWork work;
    private final int interval;
    private final UserTime time = new UserTime();
    private final DirectCalls calls = new DirectCalls();
    private final RecordFile file = new RecordFile();
    private final Results results = new Results(RecordFile.LENGTH);

    DirectlyCalling(UserWork work, int interval) {
        this.work = work;
        this.interval = interval;
    }

    @Override
    public void lead(int leader, long count) {
        UserWork user = work;
        int steps = user.steps(interval);
        long blocks = PollutionRig.blocks(count, interval);
        long nanos = 0;
        user.warmUp();
        for (long block = 0; block < blocks; block++) {
            long start = System.nanoTime();
            user.run(steps);
            nanos += System.nanoTime() - start;
            results.check(file.write(calls));
        }
        time.set(blocks, nanos);
    }

    @Override
    public void follow(long count) {
        // Nothing passes between the two.
    }

    @Override
    public long countedNanos(long nanos) {
        return time.nanos();
    }

    /** {@return calls so far} */
    long calls() {
        return file.last();
    }

    /** {@return the file that it writes to} */
    RecordFile file() {
        return file;
    }

    @Override
    public void close() {
        file.requireAllWritten();
        file.close();
    }
}
