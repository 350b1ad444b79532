package io.sidecore.ring.broadcast;

import static io.sidecore.ring.broadcast.LatestValue.IN_WORK;
import static io.sidecore.ring.broadcast.LatestValue.SLOTS;
import static io.sidecore.ring.broadcast.LatestValue.VALUE_OFFSET;

import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * The writing side of a {@link LatestValue}. One thread at a time; hand it over only with a happens-before edge.
 *
 * <p>No operation waits, allocates or makes a system call. A claim is private until its commit, and at most one is open at a time.
 */
public final class LatestValueWriter extends Padding implements AutoCloseable {
    /** In the place of a claim: there will be none. */
    private static final long ENDED = -1;

    private final LatestValue value;
    private final Registration registration;
    private final long data;
    private final long sequenceAddress;
    private final long slotLength;
    private final int length;

    /** Of the newest value. Never read back from shared memory. */
    private long sequence;
    /** Address of the slot. Zero: no claim is open. Negative: this side is closed. */
    private long claimed;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    LatestValueWriter(LatestValue value, Registration registration) {
        this.value = value;
        this.registration = registration;
        this.data = value.dataAddress();
        this.sequenceAddress = value.sequenceAddress();
        this.slotLength = value.slotOffset(1);
        this.length = value.length();
        this.sequence = value.sequence();
        long stamp = OffHeap.getLongAcquire(data + value.slotOffset(sequence));
        // Half of the numbers are enough for a century of writes, and what follows cannot overflow then.
        if (sequence < 0 || sequence > Long.MAX_VALUE / 2 || sequence != LatestValue.NONE && stamp != sequence) {
            throw value.corrupt(sequence, stamp);
        }
    }

    /**
     * Takes a slot for the next value, to be written in place, all of it, and then committed or aborted. It holds an old value
     * until then.
     *
     * @return offset of the value in {@link LatestValue#data()}, a multiple of 8
     * @throws IllegalStateException if a claim is open or this side is closed
     */
    public long claim() {
        if (claimed != 0) {
            throw new IllegalStateException(
                    claimed == ENDED ? "this side is closed" : "a claim is open: commit or abort it first");
        }
        long offset = (sequence + 1 & SLOTS - 1) * slotLength;
        long slot = data + offset;
        // Release: a reader that finds its slot in work, with acquire, finds a newer sequence number too.
        OffHeap.putLongRelease(slot, IN_WORK);
        // Pairs with the reader's acquire fence: whoever reads a byte stored from here on finds the stamp gone.
        VarHandle.storeStoreFence();
        claimed = slot;
        return offset + VALUE_OFFSET;
    }

    /**
     * Makes the open claim the newest value, with release order.
     *
     * @return its sequence number: the first value written has 1
     * @throws IllegalStateException if no claim is open
     */
    public long commit() {
        long slot = claimed;
        if (slot <= 0) {
            throw new IllegalStateException("no claim is open");
        }
        claimed = 0;
        long next = sequence + 1;
        // Pairs with the reader's acquire of the stamp: the value is written.
        OffHeap.putLongRelease(slot, next);
        // Pairs with the reader's acquire: the slot is stamped.
        OffHeap.putLongRelease(sequenceAddress, next);
        sequence = next;
        Reference.reachabilityFence(value);
        return next;
    }

    /**
     * Gives the open claim back; no reader ever sees it, and it takes no sequence number.
     *
     * @throws IllegalStateException if no claim is open
     */
    public void abort() {
        if (claimed <= 0) {
            throw new IllegalStateException("no claim is open");
        }
        claimed = 0;
    }

    /**
     * Copies a value in and makes it the newest, with release order.
     *
     * @param source at least {@link LatestValue#length()} bytes, on the heap or not; the first ones are taken
     * @return its sequence number
     * @throws IndexOutOfBoundsException if {@code source} is too short
     * @throws IllegalStateException     if a claim is open or this side is closed
     */
    public long write(MemorySegment source) {
        return write(source, 0);
    }

    /**
     * Copies a value in and makes it the newest, with release order.
     *
     * @param source where the value is, on the heap or not
     * @param offset first byte of the value in {@code source}
     * @return its sequence number
     * @throws IndexOutOfBoundsException if the value is not within {@code source}
     * @throws IllegalStateException     if a claim is open or this side is closed
     */
    public long write(MemorySegment source, long offset) {
        Objects.checkFromIndexSize(offset, length, source.byteSize());
        long target = data + claim();
        try {
            OffHeap.copyFrom(source, offset, target, length);
        } catch (RuntimeException | Error e) {
            // The source's arena is closed, or another thread's, or the file that is mapped there was cut short.
            abort();
            throw e;
        }
        return commit();
    }

    /** {@return sequence number of the newest value; this side's own count} */
    public long sequence() {
        return sequence;
    }

    /** Tells the others that this side is alive and at work. Costs a clock reading; call it now and then, not per value. */
    public void heartbeat() {
        registration.heartbeat();
    }

    /** Ends this side: gives up an open claim and frees the place for another writer. Idempotent. */
    @Override
    public void close() {
        claimed = ENDED;
        registration.close();
    }
}
