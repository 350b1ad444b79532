package io.sidecore.bench.calls.served;

import io.sidecore.syscall.CompletionHandler;

/** Counts the results of calls that all have the same. */
public final class Results implements CompletionHandler {
    private final long expected;
    private long count;

    /**
     * Results of one kind.
     *
     * @param expected of every call
     */
    public Results(long expected) {
        this.expected = expected;
    }

    @Override
    public void onCompletion(long token, long result) {
        check(result);
        count++;
    }

    /**
     * Looks at a result that was waited for.
     *
     * @param result of a call
     * @throws IllegalStateException if it is another than expected
     */
    public void check(long result) {
        if (result != expected) {
            throw new IllegalStateException("a call has returned " + result + " instead of " + expected);
        }
    }

    /** {@return results handed over so far} */
    public long count() {
        return count;
    }
}
