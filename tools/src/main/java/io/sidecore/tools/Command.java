package io.sidecore.tools;

import java.util.concurrent.Callable;

/** One subcommand of {@code sidecore}; returns its exit code. Found with {@link java.util.ServiceLoader}. */
public interface Command extends Callable<Integer> {
    /** The work was done and everything is as it must be. */
    int OK = 0;
    /** The work failed; the message on standard error says why. */
    int FAILED = 1;
    /** The work was done, but its result is not as it must be. */
    int VIOLATED = 3;
}
