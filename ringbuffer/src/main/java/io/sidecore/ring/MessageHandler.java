package io.sidecore.ring;

import java.lang.foreign.MemorySegment;

/** Receives messages from a consumer's {@code poll}, on the thread that polls. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * One message, in place or in a reader's private copy: valid until this method returns.
     *
     * @param type    what the producer gave, positive
     * @param segment the ring's data, or the reader's copy
     * @param offset  first byte of the payload in {@code segment}
     * @param length  bytes of payload, 0 or more
     */
    void onMessage(int type, MemorySegment segment, long offset, int length);
}
