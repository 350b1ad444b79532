package io.sidecore.bench.calls.delegated;

import java.util.concurrent.locks.ReentrantLock;

/** Each side under a {@link ReentrantLock}. */
final class LockedIncrements extends SharedIncrements {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    void increment(long count) {
        for (long call = 0; call < count; call++) {
            lock.lock();
            try {
                counter.value++;
            } finally {
                lock.unlock();
            }
        }
    }
}
