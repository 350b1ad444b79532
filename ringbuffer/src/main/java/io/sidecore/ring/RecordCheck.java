package io.sidecore.ring;

/** Bounds of what a record's header claims: shared memory may hold anything. */
final class RecordCheck {
    private RecordCheck() {}

    static long alignedLength(Ring ring, long position, long header) {
        int length = RecordLayout.length(header);
        int type = RecordLayout.type(header);
        long offset = position & ring.capacity() - 1;
        long aligned = RecordLayout.align(length, ring.alignment());
        if (length < RecordLayout.HEADER_LENGTH || offset + aligned > ring.capacity()
                || type < 1 && type != RecordLayout.PADDING_TYPE) {
            throw corrupt(ring, position, header);
        }
        return aligned;
    }

    private static CorruptRingException corrupt(Ring ring, long position, long header) {
        return new CorruptRingException(ring, ring.memory().name() + ": record at position " + position + ": length "
                + RecordLayout.length(header) + " and type " + RecordLayout.type(header)
                + " are not those of a record");
    }
}
