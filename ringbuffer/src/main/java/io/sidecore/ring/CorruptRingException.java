package io.sidecore.ring;

/** Shared memory of a ring holds something that no producer or consumer of this library writes. */
public final class CorruptRingException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    CorruptRingException(String message) {
        super(message);
    }
}
