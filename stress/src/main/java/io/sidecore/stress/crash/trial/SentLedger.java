package io.sidecore.stress.crash.trial;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.failpoint.Failpoints;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * What a sender has sent, in memory that outlives it.
 *
 * <pre>
 *   0            64      72        80            88              128                            (32 bytes a message)
 *   | life signs | count | settled | spoilt lane | spoilt from | | length, state | batch size, first of batch | number | position | ...
 * </pre>
 *
 * <p>A state is stored before the call that it announces, volatile, and after the call that it reports. {@code number}: what the
 * message's number is if it is published; for a lane ring its lane. {@code position}: that of the sender before the message.
 */
public final class SentLedger {
    /** Claimed and not yet committed, or aborted: must never be delivered. */
    public static final int NEVER = 1;
    /** The commit has begun. */
    public static final int MAY = 2;
    /** The commit has returned: must be delivered. */
    public static final int MUST = 3;

    private static final int COUNT = LifeSigns.LENGTH;
    private static final int SETTLED = 72;
    private static final int SPOILT = 80;
    private static final int SPOILT_FROM = 88;
    private static final int ENTRIES = 128;
    private static final int ENTRY = 32;

    private final MemorySegment memory;
    private final long address;

    /**
     * A ledger in memory of {@link #bytes}, zero at first.
     *
     * @param memory that outlives its owner
     */
    public SentLedger(MemorySegment memory) {
        this.memory = memory;
        this.address = memory.address();
    }

    /**
     * {@return bytes of a ledger}
     *
     * @param messages that it has room for
     */
    public static long bytes(int messages) {
        return ENTRIES + (long) ENTRY * messages;
    }

    /** {@return messages that it has room for} */
    public int capacity() {
        return (int) ((memory.byteSize() - ENTRIES) / ENTRY);
    }

    /** {@return messages begun} */
    public int count() {
        return (int) OffHeap.getLongAcquire(address + COUNT);
    }

    private long entry(int sequence) {
        return address + ENTRIES + (long) ENTRY * Objects.checkIndex(sequence, capacity());
    }

    /**
     * Enters a message or a batch, as {@link #NEVER}.
     *
     * @param length   bytes of each
     * @param batch    messages
     * @param number   see above
     * @param position of the sender
     * @return the first one's place in the ledger
     */
    public int next(int length, int batch, long number, long position) {
        int first = count();
        for (int i = 0; i < batch; i++) {
            long entry = entry(first + i);
            OffHeap.putLongVolatile(entry, (long) length << 32 | NEVER);
            OffHeap.putLongVolatile(entry + 8, (long) batch << 32 | first);
            OffHeap.putLongVolatile(entry + 16, number);
            OffHeap.putLongVolatile(entry + 24, position);
        }
        OffHeap.putLongVolatile(address + COUNT, first + batch);
        return first;
    }

    /**
     * Changes the state of a message or a batch.
     *
     * @param first its place
     * @param batch messages
     * @param state the new one
     */
    public void state(int first, int batch, int state) {
        for (int i = 0; i < batch; i++) {
            // Volatile: a commit that follows must not be seen before it.
            OffHeap.putLongVolatile(entry(first + i), (long) length(first + i) << 32 | state);
        }
    }

    /**
     * {@return the state of a message, 0 if there is none}
     *
     * @param sequence its place
     */
    public int state(int sequence) {
        return sequence < 0 || sequence >= count() ? 0 : (int) OffHeap.getLongAcquire(entry(sequence));
    }

    /**
     * {@return bytes of a message}
     *
     * @param sequence its place
     */
    public int length(int sequence) {
        return (int) (OffHeap.getLongAcquire(entry(sequence)) >>> 32);
    }

    /**
     * {@return the place of the first message of a batch}
     *
     * @param sequence the place of one of it
     */
    public int firstOfBatch(int sequence) {
        return (int) OffHeap.getLongAcquire(entry(sequence) + 8);
    }

    /**
     * {@return messages in a batch}
     *
     * @param sequence the place of one of it
     */
    public int batchSize(int sequence) {
        return (int) (OffHeap.getLongAcquire(entry(sequence) + 8) >>> 32);
    }

    /**
     * {@return the number that a message has if it is published, or its lane}
     *
     * @param sequence its place
     */
    public long number(int sequence) {
        return OffHeap.getLongAcquire(entry(sequence) + 16);
    }

    /**
     * {@return where the sender stood before a message}
     *
     * @param sequence its place
     */
    public long position(int sequence) {
        return OffHeap.getLongAcquire(entry(sequence) + 24);
    }

    /**
     * All that was published up to this number can be read by everybody from now on.
     *
     * @param number what the commit has returned
     */
    public void settle(long number) {
        OffHeap.putLongVolatile(address + SETTLED, number + 1);
        Failpoints.tells(address + SETTLED);
    }

    /** {@return the number of the latest message that everybody can read; −1 if there is none, or if nobody looks} */
    public long settled() {
        return !Failpoints.learns(address + SETTLED) ? -1 : OffHeap.getLongAcquire(address + SETTLED) - 1;
    }

    /**
     * The sender is about to write into its lane what no producer writes: what comes behind may be lost.
     *
     * @param lane     which
     * @param position where in it
     */
    public void spoil(int lane, long position) {
        OffHeap.putLongVolatile(address + SPOILT_FROM, position);
        OffHeap.putLongVolatile(address + SPOILT, lane + 1);
    }

    /** {@return the lane that the sender may have spoilt; −1 if it has not} */
    public int spoiltLane() {
        return (int) OffHeap.getLongAcquire(address + SPOILT) - 1;
    }

    /** {@return from where on the lane may be spoilt} */
    public long spoiltFrom() {
        return OffHeap.getLongAcquire(address + SPOILT_FROM);
    }
}
