package io.sidecore.bench.calls.peers;

import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.bench.rig.Padded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Writes that one thread submits and another gets the results of; no third takes part in either. */
final class InFlight {
    private final Done done = new Done();
    /** The submitter's. */
    private long submitted;

    /** One more is on its way. */
    void submit() {
        submitted++;
    }

    /** One is done. */
    void complete(int result) {
        done.add(result);
    }

    /** Spins until so many are left at most; returns the bytes that a write has written, or throws if any has failed. */
    long await(int most) {
        // Pairs with the release in add: who sees the count sees the results.
        while (submitted - (long) Done.COUNT.getAcquire(done) > most) {
            Thread.onSpinWait();
        }
        return Writes.checked(done.lastResult);
    }

    /** The other thread's, on lines of its own. */
    private static final class Done extends Padded {
        private static final VarHandle COUNT;

        static {
            try {
                COUNT = MethodHandles.lookup().findVarHandle(Done.class, "count", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private long count;
        private long lastResult = RecordFile.LENGTH;

        @SuppressWarnings("unused")
        private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18,
                q19, q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

        void add(int result) {
            // One that has failed stays.
            if (lastResult == RecordFile.LENGTH) {
                lastResult = result;
            }
            COUNT.setRelease(this, count + 1);
        }
    }
}
