package io.sidecore.ring.broadcast;

import static io.sidecore.ring.broadcast.LatestValue.ATTEMPTS;
import static io.sidecore.ring.broadcast.LatestValue.NONE;
import static io.sidecore.ring.broadcast.LatestValue.OVERTAKEN;
import static io.sidecore.ring.broadcast.LatestValue.SLOTS;
import static io.sidecore.ring.broadcast.LatestValue.VALUE_OFFSET;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.CorruptRingException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Objects;

/** A reading side of a {@link LatestValue}. Never waits, allocates or writes to shared memory; keeps no state between reads. */
public final class LatestValueReader extends Padding {
    private final LatestValue value;
    private final long data;
    private final long sequenceAddress;
    private final long slotLength;
    private final int length;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    LatestValueReader(LatestValue value) {
        this.value = value;
        this.data = value.dataAddress();
        this.sequenceAddress = value.sequenceAddress();
        this.slotLength = value.slotOffset(1);
        this.length = value.length();
    }

    /**
     * Copies the newest value out, with acquire order.
     *
     * @param target at least {@link LatestValue#length()} bytes, on the heap or not; the first ones are written
     * @return sequence number of the value in {@code target}, or {@link LatestValue#NONE}, or {@link LatestValue#OVERTAKEN}
     * @throws IndexOutOfBoundsException if {@code target} is too short
     * @throws IllegalArgumentException  if {@code target} is read-only
     * @throws CorruptRingException      if shared memory holds what no writer leaves behind
     */
    public long read(MemorySegment target) {
        return readIfNewer(NONE, target);
    }

    /**
     * Copies the newest value out, unless it is the one last seen, with acquire order.
     *
     * @param lastSeen sequence number that an earlier read has returned, or {@link LatestValue#NONE}
     * @param target   at least {@link LatestValue#length()} bytes, on the heap or not; the first ones are written
     * @return sequence number of the value in {@code target}, or {@link LatestValue#NONE} if there is no newer one, or
     *         {@link LatestValue#OVERTAKEN}
     * @throws IndexOutOfBoundsException if {@code target} is too short
     * @throws IllegalArgumentException  if {@code target} is read-only
     * @throws CorruptRingException      if shared memory holds what no writer leaves behind
     */
    public long readIfNewer(long lastSeen, MemorySegment target) {
        Objects.checkFromIndexSize(0L, length, target.byteSize());
        // Pairs with the writer's release: the slot of this value is written and stamped.
        long sequence = OffHeap.getLongAcquire(sequenceAddress);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (sequence == lastSeen || sequence == NONE) {
                return NONE;
            }
            if (sequence < 0) {
                throw value.corrupt(sequence, 0);
            }
            long slot = data + (sequence & SLOTS - 1) * slotLength;
            OffHeap.copyTo(slot + VALUE_OFFSET, target, 0, length);
            // Pairs with the writer's StoreStore fence: bytes of a later value are read only with the stamp gone.
            VarHandle.acquireFence();
            // Once is enough: the value was whole when its number was published, and stays so as long as the stamp does.
            long stamp = OffHeap.getLongAcquire(slot);
            if (stamp == sequence) {
                Reference.reachabilityFence(value);
                return sequence;
            }
            // Pairs with the writer's release of the stamp, which gave the slot away.
            long newer = OffHeap.getLongAcquire(sequenceAddress);
            // A slot is taken into work again only after three more values were published.
            if (newer - sequence < SLOTS - 1) {
                throw value.corrupt(sequence, stamp);
            }
            sequence = newer;
        }
        return OVERTAKEN;
    }
}
