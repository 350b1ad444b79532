package io.sidecore.ring;

/** Framing of a record; see the diagram of this package. */
final class RecordLayout {
    /** Bytes before the payload: length and type, written as one word. */
    static final int HEADER_LENGTH = Long.BYTES;
    /** Type of a record that fills the end of the ring and carries nothing. */
    static final int PADDING_TYPE = -1;

    /** The smallest header word of a message, of type 1; as a signed number, that of padding is below. */
    static final long FIRST_MESSAGE = 1L << Integer.SIZE;

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
}
