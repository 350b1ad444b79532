package io.sidecore.bench.rings.throughput;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;

/** Waiting at a barrier without the exceptions that cannot happen here. */
final class DisruptorWait {
    private DisruptorWait() {}

    static long until(SequenceBarrier barrier, long sequence) {
        try {
            return barrier.waitFor(sequence);
        } catch (AlertException | InterruptedException | TimeoutException e) {
            throw new IllegalStateException("nobody alerts or interrupts, and this wait has no time-out", e);
        }
    }
}
