package io.sidecore.bench.calls.delegated;

import io.sidecore.bench.rig.Contender;
import java.util.concurrent.locks.ReentrantLock;

/** Both sides increment, each under a {@link ReentrantLock}. */
final class LockedIncrements implements Contender {
    private final Counter counter = new Counter();
    private final ReentrantLock lock = new ReentrantLock();
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
            lock.lock();
            try {
                counter.value++;
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void close() {
        counter.check(2 * led);
    }
}
