package io.sidecore.tools.ping;

/** Types and offsets of the messages; see the diagram of this package. */
final class Protocol {
    static final int PING = 1;
    /** Asks which CPU the other side is on, and tells one's own. */
    static final int GREETING = 2;
    /** Offset of the word that the pong sends back: session in the upper half, sequence in the lower one. */
    static final int WORD = 0;
    /** Offset of a greeting's CPU, an {@code int}. */
    static final int CPU = 8;
    static final int GREETING_LENGTH = 16;
    /** CPU of a thread that is not pinned. */
    static final int UNPINNED = -1;
    /** How often a side tells that it lives, and looks after the other. */
    static final long BEAT_NANOS = 100_000_000;

    private Protocol() {}
}
