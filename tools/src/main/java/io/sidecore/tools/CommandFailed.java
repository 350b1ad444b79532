package io.sidecore.tools;

/** A command cannot do its work; the message tells the user why and what to do, and is all that is printed. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure with its reason.
     *
     * @param message for the user
     */
    public CommandFailed(String message) {
        super(message);
    }

    /**
     * A failure with its reason and its cause.
     *
     * @param message for the user
     * @param cause   for who debugs the command
     */
    public CommandFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
