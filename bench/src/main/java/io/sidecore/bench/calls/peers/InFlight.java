package io.sidecore.bench.calls.peers;

import io.sidecore.bench.calls.served.RecordFile;

/** Writes that another thread gets the results of, one thread submits, and no third takes part in. */
final class InFlight {
    /** The submitter's. */
    private long submitted;
    /** Written by the other thread. */
    private volatile long completed;
    private volatile long lastResult = RecordFile.LENGTH;

    /** One more is on its way. */
    void submit() {
        submitted++;
    }

    /** One is done. */
    void complete(int result) {
        // One that has failed stays.
        if (lastResult == RecordFile.LENGTH) {
            lastResult = result;
        }
        completed++;
    }

    /** Spins until so many are left at most; returns the bytes that a write has written, or throws if any has failed. */
    long await(int most) {
        while (submitted - completed > most) {
            Thread.onSpinWait();
        }
        return Writes.checked(lastResult);
    }
}
