package io.sidecore.bench.latency.load;

import org.agrona.concurrent.NanoClock;

/** A clock that goes on by so much with each look, and by more when told. One thread. */
final class SteppingClock implements NanoClock {
    private final long step;
    private long now;

    SteppingClock(long step) {
        this.step = step;
    }

    void advance(long nanos) {
        now += nanos;
    }

    @Override
    public long nanoTime() {
        now += step;
        return now;
    }
}
