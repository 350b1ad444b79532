package io.sidecore.stress.crash.trial;

/**
 * How large a structure is; each trial uses what its structure has.
 *
 * @param capacity  bytes of a ring, of a lane, or of a value
 * @param alignment bytes
 * @param lanes     of a lane ring
 */
public record Shape(long capacity, int alignment, int lanes) {
    /** {@return the same in one word, for a file's name} */
    public String toWord() {
        return capacity + "-" + alignment + "-" + lanes;
    }
}
