package io.sidecore.syscall;

/** Receives the results of submitted calls from {@code poll} or {@code await}, on the thread that owns the page. */
@FunctionalInterface
public interface CompletionHandler {
    /**
     * One call is done. New calls may be submitted from here.
     *
     * @param token  what the submission returned
     * @param result the kernel's: 0 or more, or a negated error number
     */
    void onCompletion(long token, long result);
}
