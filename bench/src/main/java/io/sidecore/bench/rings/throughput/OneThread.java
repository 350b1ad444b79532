package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;

/** Both sides of another contender on one thread, 64 messages at a time. */
final class OneThread implements Contender {
    static final int BATCH = 64;

    private final Contender both;

    OneThread(Contender both) {
        this.both = both;
    }

    @Override
    public void lead(int leader, long count) {
        for (long batch = 0; batch < count; batch += BATCH) {
            both.lead(0, BATCH);
            both.follow(BATCH);
        }
    }

    @Override
    public void follow(long count) {
        // Nothing passes between the two.
    }

    @Override
    public void close() {
        both.close();
    }
}
