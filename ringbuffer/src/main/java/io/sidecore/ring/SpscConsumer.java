package io.sidecore.ring;

import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;

/** The consuming side of an {@link SpscRing}. */
public final class SpscConsumer extends RingConsumer {
    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    SpscConsumer(SpscRing ring, Registration registration) {
        super(ring, registration);
    }

    @Override
    void onEmpty(long position) {}

    @Override
    void onStalled() {}

    @Override
    public boolean isDrained() {
        // The flag first: whoever sees it set sees every commit that its setter knew of.
        return ring.isClosed() && OffHeap.getLongAcquire(data + (position() & capacity - 1)) == 0;
    }
}
