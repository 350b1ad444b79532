package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.RecordLayout.PADDING_TYPE;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** The consuming side of an {@link SpscRing}. One thread at a time; hand it over only with a happens-before edge. */
public final class SpscConsumer extends Padding {
    private final SpscRing ring;
    private final MemorySegment segment;
    private final long data;
    private final long consumerPosition;
    private final long capacity;
    private final int alignment;

    /** Where the next record is. Never read back from shared memory. */
    private long head;

    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    SpscConsumer(SpscRing ring) {
        this.ring = ring;
        this.segment = ring.data();
        this.data = ring.dataAddress();
        this.consumerPosition = ring.consumerPositionAddress();
        this.capacity = ring.capacity();
        this.alignment = ring.alignment();
        this.head = ring.consumerPosition();
        if (head < 0 || head % alignment != 0) {
            throw new CorruptRingException(
                    ring.memory().name() + ": consumer position " + head + " is not that of a record");
        }
    }

    /**
     * Hands over what has been committed, in order, and then frees all of it with one release store.
     *
     * <p>If the handler throws, the message it threw on counts as consumed, the ones before it too, and the rest stays in the
     * ring for the next call.
     *
     * @param handler receives each message on this thread
     * @param limit   at most so many messages
     * @return messages handed over, 0 if there was none
     * @throws CorruptRingException if a record's header is impossible; the ring stays where it is
     */
    public int poll(MessageHandler handler, int limit) {
        long start = head;
        long position = start;
        int messages = 0;
        try {
            while (messages < limit) {
                long offset = position & capacity - 1;
                // Pairs with the producer's release store of the same word.
                long header = OffHeap.getLongAcquire(data + offset);
                if (header == 0) {
                    break;
                }
                int length = RecordLayout.length(header);
                int type = RecordLayout.type(header);
                long aligned = RecordLayout.align(length, alignment);
                if (length < HEADER_LENGTH || offset + aligned > capacity || type < 1 && type != PADDING_TYPE) {
                    throw RecordCheck.corrupt(ring, position, header);
                }
                position += aligned;
                if (type != PADDING_TYPE) {
                    messages++;
                    handler.onMessage(type, segment, offset + HEADER_LENGTH, length - HEADER_LENGTH);
                }
            }
        } finally {
            if (position != start) {
                head = position;
                // Pairs with the producer's acquire: it writes there only after these reads.
                OffHeap.putLongRelease(consumerPosition, position);
            }
            Reference.reachabilityFence(ring);
        }
        return messages;
    }

    /** {@return bytes consumed since creation, padding included; this side's own count} */
    public long position() {
        return head;
    }
}
