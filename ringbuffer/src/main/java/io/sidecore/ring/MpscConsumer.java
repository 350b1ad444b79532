package io.sidecore.ring;

import io.sidecore.memory.Registration;
import io.sidecore.memory.access.OffHeap;

/**
 * The consuming side of an {@link MpscRing}.
 *
 * <p>A claim whose owner has died is skipped by {@code poll}, after 1,024 empty polls or, if it had been looked at while its owner lived, after 65,536 at the most; and by
 * {@link #recover} at once.
 *
 * <p>Such a look is all that a poll ever does besides loads and stores, and only in front of a claim that stays open: at the 1,024th empty poll at one
 * position, then after 2,048 more, 4,096, and so on up to every 65,536th. It allocates nothing and makes no system call for producers of this process. For
 * each other process that has a side open, or had and died, it reads {@code /proc/pid/stat}, which allocates, and takes some tens of microseconds.
 */
public final class MpscConsumer extends RingConsumer {
    /** Empty polls at one position before the first look at who is alive; doubled after each look. */
    private static final int FIRST_LOOK = 1024;
    private static final int RAREST_LOOK = 1 << 16;

    private final MpscRing owner;
    private final long producerPosition;

    private long stalledAt = -1;
    private long emptyPolls;
    private long nextLook = FIRST_LOOK;
    private long recovered;

    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    MpscConsumer(MpscRing ring, Registration registration) {
        super(ring, registration);
        this.owner = ring;
        this.producerPosition = ring.producerPositionAddress();
    }

    @Override
    void onEmpty(long position) {
        if (position != stalledAt) {
            stalledAt = position;
            emptyPolls = 0;
            nextLook = FIRST_LOOK;
        }
        // The producers' position is not looked at each time: that would take its line away from them.
        if (++emptyPolls >= nextLook) {
            emptyPolls = 0;
            if (ring.publishedPosition() != position) {
                nextLook = Math.min(2 * nextLook, RAREST_LOOK);
                recover();
            }
        }
    }

    @Override
    void onStalled() {
        if (ring.publishedPosition() != position()) {
            recover();
        }
    }

    /**
     * Looks at once whether a claim at the head of the ring, or the place of a producer, belongs to a process that has died; skips the claim and
     * frees the place if so. A claim of a live process, however slow, is never touched. Reads {@code /proc} and allocates if other processes have
     * or had a producer's place. This thread only.
     *
     * @return bytes skipped, 0 if there was nothing to repair
     * @throws CorruptRingException if a claim has no owner: somebody else has written into the ring
     */
    public long recover() {
        if (!isOpen()) {
            return 0;
        }
        long skipped = ClaimRecovery.repairHole(owner, position());
        recovered += skipped;
        ClaimRecovery.freePlaces(owner, position());
        return skipped;
    }

    /** {@return bytes of dead producers' claims that this side has skipped} */
    public long recovered() {
        return recovered;
    }

    @Override
    public boolean isDrained() {
        if (!ring.isClosed()) {
            return false;
        }
        // A producer may have looked at the flag before it was set, and claim now: from the seal on, its compare-and-set fails.
        long position = position();
        return OffHeap.getLongAcquire(producerPosition) == (position | Ring.SEALED)
                || OffHeap.compareAndSetLong(producerPosition, position, position | Ring.SEALED);
    }
}
