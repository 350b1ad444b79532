package io.sidecore.affinity;

import com.sun.jna.LastErrorException;

/**
 * The system refused to pin, move or describe: the message names the CPU or thread, what is allowed, and what would help.
 *
 * <p>Mistakes of the caller that no system could satisfy (a malformed list, a virtual thread, closing on the wrong thread) are
 * {@link IllegalArgumentException} and {@link IllegalStateException} instead. Immutable; may be passed between threads.
 */
public final class AffinityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@code errno} of the kernel's refusal; 0 when no call was refused. */
    private final int errno;

    AffinityException(String message) {
        super(message);
        this.errno = 0;
    }

    AffinityException(String message, Throwable cause) {
        super(message, cause);
        this.errno = switch (cause) {
            case LastErrorException refusal -> refusal.getErrorCode();
            case AffinityException wrapped -> wrapped.errno;
            default -> 0;
        };
    }

    /**
     * Why the kernel refused, as a number.
     *
     * @return {@code errno} as in errno(3), for example 1 for EPERM; 0 if no system call was refused
     */
    public int errno() {
        return errno;
    }
}
