package io.sidecore.ring.broadcast;

/** Framing of a record of the broadcast ring; see the diagram of this package. */
final class RecordLayout {
    /** Bytes before the payload: length and type as one word, then the sequence number. */
    static final int HEADER_LENGTH = 16;
    /** Where in the header the sequence number stands. */
    static final int SEQUENCE_OFFSET = 8;
    /** Type of a record that fills the end of the ring and carries nothing. */
    static final int PADDING_TYPE = -1;

    private RecordLayout() {}

    static long header(long recordLength, int type) {
        return (long) type << 32 | recordLength;
    }

    static int length(long header) {
        return (int) header;
    }

    static int type(long header) {
        return (int) (header >>> 32);
    }

    static long align(long length, int alignment) {
        return length + alignment - 1 & -alignment;
    }

    /** For messages about what is no record. */
    static String describe(long header, long sequence) {
        return "length " + length(header) + ", type " + type(header) + " and sequence number " + sequence;
    }

    /** Whether a header, whole and not overwritten, can stand at this offset: shared memory may hold anything. */
    static boolean possible(long header, long offset, long capacity, int alignment) {
        int length = length(header);
        if (type(header) == PADDING_TYPE) {
            return length >= HEADER_LENGTH && length < capacity / 4 && length == capacity - offset;
        }
        return type(header) > 0 && length >= HEADER_LENGTH && length <= capacity / 4
                && offset + align(length, alignment) <= capacity;
    }
}
