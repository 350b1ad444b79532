package io.sidecore.ring.broadcast;

/**
 * What an inspection has found of a latest value; a plain value that outlives its region.
 *
 * @param state    what it is
 * @param sequence number of the value that was looked at, the first one written having 1; 0 if there is none
 * @param bytes    the first bytes of a whole value, a copy; the caller may keep it and must not share it with one who writes
 * @param fault    why it is corrupt, else empty
 */
public record InspectedValue(State state, long sequence, byte[] bytes, String fault) {
    /** What there can be. */
    public enum State {
        /** A whole value. */
        VALUE,
        /** No value was written yet. */
        NONE,
        /** Each copy was overwritten while it was made, by four writes or more: nothing is shown. */
        OVERTAKEN,
        /** Something that no writer of this library leaves behind. */
        CORRUPT
    }

    private static final byte[] NO_BYTES = {};

    static InspectedValue value(long sequence, byte[] bytes) {
        return new InspectedValue(State.VALUE, sequence, bytes, "");
    }

    static InspectedValue none() {
        return new InspectedValue(State.NONE, LatestValue.NONE, NO_BYTES, "");
    }

    static InspectedValue overtaken(long sequence) {
        return new InspectedValue(State.OVERTAKEN, sequence, NO_BYTES, "");
    }

    static InspectedValue corrupt(long sequence, String fault) {
        return new InspectedValue(State.CORRUPT, sequence, NO_BYTES, fault);
    }
}
