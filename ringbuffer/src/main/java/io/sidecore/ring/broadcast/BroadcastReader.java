package io.sidecore.ring.broadcast;

import static io.sidecore.ring.broadcast.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.broadcast.RecordLayout.PADDING_TYPE;
import static io.sidecore.ring.broadcast.RecordLayout.SEQUENCE_OFFSET;
import static io.sidecore.ring.broadcast.RecordLayout.align;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.CorruptRingException;
import io.sidecore.ring.MessageHandler;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * A reading side of a {@link BroadcastRing}. One thread at a time; hand it over only with a happens-before edge.
 *
 * <p>Every message is copied out, found to be whole, and only then handed over: a handler never sees a message that the publisher
 * is overwriting. A reader that was lapped goes on at the newest message, and counts what it has not seen.
 */
public final class BroadcastReader extends Padding {
    private static final int FIRST_BUFFER_LENGTH = 4096;
    /** Times that one poll lets itself be lapped before it returns to its caller. */
    private static final int MAX_LAPS = 4;

    private final BroadcastRing ring;
    private final long data;
    private final long tailIntentAddress;
    private final long tailAddress;
    private final long latestAddress;
    private final long capacity;
    private final int alignment;

    /** Where the next record is. Never read back from shared memory. */
    private long position;
    /** Sequence number of the message that should come next. */
    private long next;
    private long missed;
    /** The reader was lapped, and has read no message since. */
    private boolean lapped;
    /** Where it was when it was lapped. */
    private long lappedAt;
    private MemorySegment buffer;
    private long bufferAddress;
    private int bufferLength;
    /** Whether a poll is under way: another one would overwrite the message that its handler is looking at. */
    private boolean polling;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    BroadcastReader(BroadcastRing ring, long position, long next) {
        this.ring = ring;
        this.data = ring.dataAddress();
        this.tailIntentAddress = ring.tailIntentAddress();
        this.tailAddress = ring.tailAddress();
        this.latestAddress = ring.latestAddress();
        this.capacity = ring.capacity();
        this.alignment = ring.alignment();
        this.position = position;
        this.next = next;
        allocate(Math.min(FIRST_BUFFER_LENGTH, ring.maxMessageLength()));
    }

    /** In steps of a cache line, because words are copied whole. */
    private void allocate(int length) {
        buffer = Arena.ofAuto().allocate(align(length, 64), 64);
        bufferAddress = buffer.address();
        bufferLength = length;
    }

    /**
     * Hands over copies of what has been published, in order.
     *
     * <p>The segment that the handler gets is this reader's own memory, the same for each message; longer messages than any
     * before make it grow, otherwise nothing is allocated. If the handler throws, the message it threw on counts as delivered,
     * and the rest comes with the next call.
     *
     * <p>Never waits: a reader that is lapped again and again while it copies returns after a few attempts, with fewer messages
     * than there are.
     *
     * @param handler receives each message on this thread
     * @param limit   at most so many messages
     * @return messages handed over, 0 if there was none
     * @throws CorruptRingException  if shared memory holds what no publisher writes; the reader stays where it is
     * @throws IllegalStateException if it is called by a handler of this reader
     * @throws NullPointerException  if there is no handler; nothing is consumed
     */
    public int poll(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler);
        if (polling) {
            throw new IllegalStateException("a handler is running: it cannot poll the reader that called it");
        }
        polling = true;
        try {
            return handOver(handler, limit);
        } finally {
            polling = false;
            Reference.reachabilityFence(ring);
        }
    }

    private int handOver(MessageHandler handler, int limit) {
        int messages = 0;
        int laps = 0;
        long end = tail(position);
        while (messages < limit && end - position > 0) {
            long at = position;
            long offset = at & capacity - 1;
            // Opaque: each is loaded once, so that what was checked is what is used.
            long header = OffHeap.getLongOpaque(data + offset);
            long sequence = OffHeap.getLongOpaque(data + offset + SEQUENCE_OFFSET);
            int length = RecordLayout.length(header) - HEADER_LENGTH;
            // Not believed yet, only kept within bounds.
            boolean copied = length >= 0 && length <= bufferLength && offset + HEADER_LENGTH + length <= capacity;
            if (copied) {
                OffHeap.copyWords(data + offset + HEADER_LENGTH, bufferAddress, length);
            }
            // Pairs with the publisher's StoreStore fence: bytes of a later lap are read only with their intent.
            VarHandle.acquireFence();
            long intent = OffHeap.getLongAcquire(tailIntentAddress);
            if (Long.compareUnsigned(intent - at, capacity) > 0) {
                if (++laps > MAX_LAPS) {
                    break;
                }
                end = goOnAtLatest();
                continue;
            }
            int type = RecordLayout.type(header);
            if (!copied || type < 1 || sequence != next) {
                if (!settle(at, header, sequence)) {
                    continue;
                }
            }
            position = at + align(length + HEADER_LENGTH, alignment);
            next = sequence + 1;
            messages++;
            handler.onMessage(type, buffer, 0, length);
        }
        return messages;
    }

    /** How far this poll may go, from a position on. */
    private long tail(long from) {
        // Pairs with the publisher's release: records before it are written.
        long tail = OffHeap.getLongAcquire(tailAddress);
        if (tail - from < 0 || (tail & alignment - 1) != 0) {
            throw new CorruptRingException(
                    ring.memory().name() + ": tail " + tail + " is behind the reader, at " + from
                            + ", or not that of a record");
        }
        // A lap at most: more is gone, and a peer that lies about the tail cannot keep a poll going.
        return from + Math.min(tail - from, capacity);
    }

    /** Returns how far this poll may go then. */
    private long goOnAtLatest() {
        // Pairs with the publisher's release. It was stored before the intent that gave the lap away, so it is ahead.
        long latest = OffHeap.getLongAcquire(latestAddress);
        if (latest - position <= 0 || (latest & alignment - 1) != 0) {
            throw new CorruptRingException(
                    ring.memory().name() + ": latest " + latest + " is not ahead of a reader that"
                            + " was lapped at " + position);
        }
        // Before the reader moves: if latest is ahead of the tail, it stays.
        long end = tail(latest);
        if (!lapped) {
            lapped = true;
            lappedAt = position;
        }
        position = latest;
        return end;
    }

    /** What is rare: a whole record that is padding, or longer than the buffer, or the first one after a lap, or impossible. */
    private boolean settle(long at, long header, long sequence) {
        if (!RecordLayout.possible(header, at & capacity - 1, capacity, alignment)) {
            throw ring.corrupt(at, header, sequence);
        }
        if (sequence != next) {
            long gap = sequence - next;
            // A message takes one unit of alignment at least.
            if (!lapped || gap < 0 || gap > (at - lappedAt) / alignment) {
                throw ring.corrupt(at, header, sequence);
            }
            lapped = false;
            missed += gap;
            next = sequence;
        }
        int length = RecordLayout.length(header);
        if (RecordLayout.type(header) == PADDING_TYPE) {
            position = at + length;
            return false;
        }
        if (length - HEADER_LENGTH > bufferLength) {
            allocate(Math.min(Integer.highestOneBit(length) << 1, ring.maxMessageLength()));
            return false;
        }
        return true;
    }

    /**
     * {@return messages published since this reader joined that it will never see}
     *
     * <p>Exact: delivered and missed messages together are those from the first one to {@link #sequence()}. A lap is counted as soon
     * as the next message after it has been copied.
     */
    public long missed() {
        return missed;
    }

    /** {@return sequence number of the message handed over last, or of the last one before this reader joined, −1 if none} */
    public long sequence() {
        return next - 1;
    }

    /** {@return where the next record is, in bytes since creation, padding included} */
    public long position() {
        return position;
    }
}
