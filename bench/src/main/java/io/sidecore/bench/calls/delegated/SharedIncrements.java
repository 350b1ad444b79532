package io.sidecore.bench.calls.delegated;

import io.sidecore.bench.rig.Contender;

/** Both sides increment the counter, which one of them at a time may touch. */
abstract class SharedIncrements implements Contender {
    final Counter counter = new Counter();
    private long led;

    abstract void increment(long count);

    @Override
    public final void lead(int leader, long count) {
        increment(count);
        led += count;
    }

    @Override
    public final void follow(long count) {
        increment(count);
    }

    @Override
    public final void close() {
        counter.check(2 * led);
    }
}
