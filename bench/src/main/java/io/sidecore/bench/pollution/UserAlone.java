package io.sidecore.bench.pollution;

import io.sidecore.bench.rig.Contender;

/** User work in blocks, with no call between them. */
final class UserAlone implements Contender {
    private final UserWork work;
    private final int interval;
    private final UserTime time = new UserTime();

    UserAlone(UserWork work, int interval) {
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
}
