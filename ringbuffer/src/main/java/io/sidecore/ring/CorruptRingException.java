package io.sidecore.ring;

/** Shared memory of a ring holds something that no producer or consumer of this library writes. */
public final class CorruptRingException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * What is wrong, and where.
     *
     * @param message region, position and what was found there
     */
    public CorruptRingException(String message) {
        super(message);
    }
}
