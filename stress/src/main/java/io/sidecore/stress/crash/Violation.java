package io.sidecore.stress.crash;

/** A promise of the rings is broken; the message says which, and what was seen. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message);
    }

    Violation(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
