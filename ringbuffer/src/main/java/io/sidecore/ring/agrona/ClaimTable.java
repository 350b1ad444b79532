package io.sidecore.ring.agrona;

import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The producers that this process has open on one ring, and what each is doing.
 *
 * <pre>
 *   slot:  CLOSED (0) ─open─▶ BUSY (-1) ─giveBack─▶ FREE (-2) ─take─▶ BUSY ─keep─▶ index of the open claim ─takeClaim─▶ BUSY
 * </pre>
 *
 * <p>A producer belongs to a claim, not to a thread, so a thread may have several claims open and another may end them, and there may be more
 * threads than places for producers. A thread starts at a home slot, so that it normally finds the same one, free, in its cache. Slots
 * beyond the homes, twice as many as processors, are opened only for claims that are open at the same time.
 */
final class ClaimTable {
    private static final long CLOSED = 0;
    private static final long BUSY = -1;
    private static final long FREE = -2;
    /** Array elements from one slot to the next: 128 bytes, so that threads do not share lines. */
    private static final int DISTANCE = 16;
    private static final int SLOTS = MpscRing.MAX_PRODUCERS;
    /** A process keeps their places once it has used them, and others need some, too. */
    private static final int HOMES = Math.min(8,
            Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 2);

    private final MpscRing ring;
    private final AtomicLongArray states = new AtomicLongArray((SLOTS + 2) * DISTANCE);
    /** Each is read and written only by whoever holds its slot. */
    private final MpscProducer[] producers = new MpscProducer[SLOTS];

    ClaimTable(MpscRing ring) {
        this.ring = ring;
    }

    private static int element(int slot) {
        return (slot + 1) * DISTANCE;
    }

    private static int home() {
        return (int) Thread.currentThread().threadId() & HOMES - 1;
    }

    /** A slot with an open producer; the caller gives it back, or keeps it with a claim. Negative if all are in use. */
    int take() {
        int slot = home();
        return take(slot, FREE) ? slot : takeOrOpen(slot);
    }

    /** Acquire here and release where a slot is left hand over its producer, whose fields are plain. */
    private boolean take(int slot, long state) {
        return states.compareAndSet(element(slot), state, BUSY);
    }

    private int takeOrOpen(int home) {
        IllegalStateException noPlace = null;
        if (take(home, CLOSED)) {
            noPlace = open(home);
            if (noPlace == null) {
                return home;
            }
        }
        for (int i = 1; i < SLOTS; i++) {
            int slot = (home + i) % SLOTS;
            if (states.getOpaque(element(slot)) == FREE && take(slot, FREE)) {
                return slot;
            }
        }
        for (int i = 1; i < SLOTS && noPlace == null; i++) {
            int slot = (home + i) % SLOTS;
            if (take(slot, CLOSED)) {
                noPlace = open(slot);
                if (noPlace == null) {
                    return slot;
                }
            }
        }
        if (noPlace != null && !hasOpenSlot()) {
            throw noPlace;
        }
        return -1;
    }

    /** Null, or why the ring has no place for another producer; the slot is closed again then. */
    private IllegalStateException open(int slot) {
        try {
            producers[slot] = ring.producer();
            return null;
        } catch (IllegalStateException e) {
            states.setRelease(element(slot), CLOSED);
            return e;
        }
    }

    /** Whether waiting may help: one of this process's producers comes back when its claim ends. */
    private boolean hasOpenSlot() {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (states.getOpaque(element(slot)) != CLOSED) {
                return true;
            }
        }
        return false;
    }

    MpscProducer producer(int slot) {
        return producers[slot];
    }

    /** Leaves the slot to whoever ends the claim at this index. */
    void keep(int slot, int index) {
        states.setRelease(element(slot), index);
    }

    /**
     * Takes the slot of an open claim; negative if none is open at this index.
     *
     * <p>It stops to show the index before the claim is ended: as soon as that is, the consumer may pass, and the index be claimed again with
     * another slot. The release store of the record's header orders the two.
     */
    int takeClaim(int index) {
        int home = home();
        for (int i = 0; i < SLOTS; i++) {
            int slot = (home + i) % SLOTS;
            if (states.getAcquire(element(slot)) == index) {
                states.setOpaque(element(slot), BUSY);
                return slot;
            }
        }
        return -1;
    }

    void giveBack(int slot) {
        states.setRelease(element(slot), FREE);
    }

    /** Aborts open claims and closes all producers. Nobody may use the table meanwhile. */
    void close() {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (producers[slot] != null) {
                producers[slot].close();
                producers[slot] = null;
                states.setRelease(element(slot), CLOSED);
            }
        }
    }
}
