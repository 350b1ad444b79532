package io.sidecore.bench.calls.cost;

import io.sidecore.bench.calls.served.DataFile;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.bench.rig.Contender;
import io.sidecore.syscall.DirectCalls;

/** Each write at once, on the application's CPU. */
final class DirectCost implements Contender {
    private final DirectCalls calls = new DirectCalls();
    private final DataFile file = new DataFile();
    private final Results results = new Results(DataFile.LENGTH);

    @Override
    public void lead(int leader, long count) {
        for (long call = 0; call < count; call++) {
            results.check(file.write(calls));
        }
    }

    @Override
    public void follow(long count) {
        // Nothing passes between the two.
    }

    @Override
    public void close() {
        file.close();
    }
}
