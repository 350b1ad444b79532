package io.sidecore.stress.crash.trial;

/** A promise of the rings is broken; the message says which, and what was seen. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A broken promise.
     *
     * @param message which, and what was seen
     */
    public Violation(String message) {
        super(message);
    }

    /**
     * A broken promise that an error has shown.
     *
     * @param message which
     * @param cause   the error
     */
    public Violation(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
