package io.sidecore.ring;

/** Bounds of what a record's header claims: shared memory may hold anything. */
final class RecordCheck {
    private RecordCheck() {}

    /** Bytes that a record takes. */
    static long alignedLength(Ring ring, long position, long header) {
        if (!isPossible(ring.capacity(), ring.alignment(), position, header)) {
            throw corrupt(ring, position, header);
        }
        return RecordLayout.align(RecordLayout.length(header), ring.alignment());
    }

    static boolean isPossible(long capacity, int alignment, long position, long header) {
        int length = RecordLayout.length(header);
        int type = RecordLayout.type(header);
        long offset = position & capacity - 1;
        return length >= RecordLayout.HEADER_LENGTH
                && offset + RecordLayout.align(length, alignment) <= capacity
                && (type > 0 && length <= capacity / 4 || type == RecordLayout.PADDING_TYPE);
    }

    /** {@code freed}: a position of the consumer; a record ends within one capacity of it. */
    static boolean isPossible(long capacity, int alignment, long position, long header, long freed) {
        return isPossible(capacity, alignment, position, header)
                && position - freed + RecordLayout.align(RecordLayout.length(header), alignment) <= capacity;
    }

    static CorruptRingException corrupt(Ring ring, long position, long header) {
        return new CorruptRingException(ring, ring.memory().name() + ": record at position " + position + ": length "
                + RecordLayout.length(header) + " and type " + RecordLayout.type(header)
                + " are not those of a record");
    }
}
