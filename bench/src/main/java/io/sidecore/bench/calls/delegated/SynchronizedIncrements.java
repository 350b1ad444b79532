package io.sidecore.bench.calls.delegated;

import io.sidecore.bench.rig.Contender;

/** Both sides increment, each in a synchronized block. */
final class SynchronizedIncrements implements Contender {
    private final Counter counter = new Counter();
    private long led;

    @Override
    public void lead(int leader, long count) {
        increment(count);
        led += count;
    }

    @Override
    public void follow(long count) {
        increment(count);
    }

    private void increment(long count) {
        for (long call = 0; call < count; call++) {
            synchronized (counter) {
                counter.value++;
            }
        }
    }

    @Override
    public void close() {
        counter.check(2 * led);
    }
}
