package io.sidecore.ring;

import java.lang.foreign.MemorySegment;

/** Receives messages from a consumer's {@code controlledPoll}, on the thread that polls, and says how to go on. */
@FunctionalInterface
public interface ControlledMessageHandler {
    /** How to go on after a message. */
    enum Action {
        /** The message stays in the ring and comes again with the next poll; this poll ends. */
        ABORT,
        /** The message is consumed; this poll ends. */
        BREAK,
        /** The message and all before it are consumed and freed at once; go on. */
        COMMIT,
        /** The message is consumed, and freed when this poll ends; go on. */
        CONTINUE
    }

    /**
     * One message, in place: valid until this method returns.
     *
     * @param type    what the producer gave, positive
     * @param segment the ring's data
     * @param offset  first byte of the payload in {@code segment}
     * @param length  bytes of payload, 0 or more
     * @return how to go on, not null
     */
    Action onMessage(int type, MemorySegment segment, long offset, int length);
}
