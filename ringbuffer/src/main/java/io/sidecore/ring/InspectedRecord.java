package io.sidecore.ring;

import io.sidecore.memory.PartySnapshot;
import java.util.List;

/**
 * What an inspection has found at one position of a ring, of whatever kind; a plain value that outlives the ring.
 *
 * @param state     what it is
 * @param position  where it starts
 * @param end       where the next one starts; the position itself if that is not known
 * @param type      of a message, else 0
 * @param length    bytes of a message's payload, or of padding or of a claim with all that belongs to it
 * @param sequence  of a message of a broadcast ring, or of padding there: how many messages were published before it; else −1
 * @param payload   the first bytes of a message, a copy; the caller may keep it and must not share it with one who writes
 * @param claimants the producers one of which has an open claim here; one is certain, none means that nobody's place names it
 * @param fault     why it is corrupt, else empty
 */
public record InspectedRecord(State state, long position, long end, int type, long length, long sequence,
        byte[] payload, List<PartySnapshot> claimants, String fault) {
    /** What there can be at a position. */
    public enum State {
        /** A committed message. */
        MESSAGE,
        /** Bytes that carry nothing: the rest before the ring's end, an aborted claim or a skipped one. */
        PADDING,
        /** A claim that others can see, and that is neither committed nor aborted: of a ring with several producers, or of a broadcast ring. */
        OPEN_CLAIM,
        /** Nothing yet. */
        END,
        /** It is consumed or overwritten, perhaps while it was read: whatever was read may be torn, and is not shown. */
        OVERTAKEN,
        /** Something that no producer of this library writes. */
        CORRUPT
    }

    private static final byte[] NONE = {};
    private static final long NO_SEQUENCE = -1;

    static InspectedRecord message(long position, long end, int type, long length, byte[] payload) {
        return new InspectedRecord(State.MESSAGE, position, end, type, length, NO_SEQUENCE, payload, List.of(), "");
    }

    static InspectedRecord padding(long position, long end) {
        return new InspectedRecord(State.PADDING, position, end, 0, end - position, NO_SEQUENCE, NONE, List.of(), "");
    }

    static InspectedRecord openClaim(long position, long length, List<PartySnapshot> claimants) {
        return new InspectedRecord(State.OPEN_CLAIM, position, position + length, 0, length, NO_SEQUENCE, NONE,
                List.copyOf(claimants), "");
    }

    static InspectedRecord end(long position) {
        return new InspectedRecord(State.END, position, position, 0, 0, NO_SEQUENCE, NONE, List.of(), "");
    }

    /** {@code consumed}: where the consumer is by now. */
    static InspectedRecord overtaken(long position, long consumed) {
        return new InspectedRecord(State.OVERTAKEN, position, consumed, 0, 0, NO_SEQUENCE, NONE, List.of(), "");
    }

    static InspectedRecord corrupt(long position, String fault) {
        return new InspectedRecord(State.CORRUPT, position, position, 0, 0, NO_SEQUENCE, NONE, List.of(), fault);
    }
}
