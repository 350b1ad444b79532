package io.sidecore.bench.calls.delegated;

import io.sidecore.bench.rig.Padded;

/** A number with lines of its own. */
final class Counter extends Padded {
    long value;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    /** Throws unless it has this value. */
    void check(long expected) {
        if (value != expected) {
            throw new IllegalStateException("the counter is " + value + " after " + expected + " increments");
        }
    }
}
