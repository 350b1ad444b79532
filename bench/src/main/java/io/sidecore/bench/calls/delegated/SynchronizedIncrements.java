package io.sidecore.bench.calls.delegated;

/** Each side in a synchronized block. */
final class SynchronizedIncrements extends SharedIncrements {
    @Override
    void increment(long count) {
        for (long call = 0; call < count; call++) {
            synchronized (counter) {
                counter.value++;
            }
        }
    }
}
