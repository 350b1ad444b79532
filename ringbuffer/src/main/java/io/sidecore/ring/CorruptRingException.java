package io.sidecore.ring;

/** Shared memory of a ring holds something that no producer or consumer of this library writes. */
public final class CorruptRingException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Null where it does not matter which. */
    private final transient Ring ring;

    /**
     * What is wrong, and where.
     *
     * @param message region, position and what was found there
     */
    public CorruptRingException(String message) {
        this(null, message);
    }

    CorruptRingException(Ring ring, String message) {
        super(message);
        this.ring = ring;
    }

    CorruptRingException(String message, CorruptRingException cause) {
        super(message, cause);
        this.ring = null;
    }

    /** A handler may pass on the exception of another ring, so a lane asks whether it is meant. */
    boolean isOf(Ring suspect) {
        return ring == suspect;
    }
}
