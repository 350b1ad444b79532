package io.sidecore.stress.crash.trial;

/** What a handler of the application throws now and then. */
public final class HandlerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: it is expected. */
    public HandlerFailed() {
        super("handler failed", null, false, false);
    }
}
