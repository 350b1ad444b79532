package io.sidecore.stress.crash;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;

/**
 * What the consumers of a round have got, one life after the other, in memory that outlives them.
 *
 * <pre>
 *   0        8         16              24          32     40      64                                 (40 bytes a delivery)
 *   | count  | started | where it died | confirmed | life | | position | slot, seq | length, flags | confirmed then | life | ...
 * </pre>
 *
 * <p>Deliveries below {@code confirmed} are known to be consumed: the poll, or a later callback after a COMMIT, has shown it.
 */
final class ReceivedLedger {
    static final int STARTED = SentLedger.STARTED;
    static final int DIED_AT = SentLedger.DIED_AT;
    private static final int CONFIRMED = 24;
    private static final int LIFE = 32;
    private static final int ENTRIES = 64;
    private static final int ENTRY = 40;
    private static final long WHOLE = 1;
    private static final long ABORTED = 2;

    /** One delivery. {@code confirmed}: how many were confirmed when it came. */
    record Delivery(long position, int slot, int sequence, int length, boolean whole, boolean aborted, int confirmed,
            int life) {}

    private final MemorySegment memory;
    private final long address;

    ReceivedLedger(MemorySegment memory) {
        this.memory = memory;
        this.address = memory.address();
    }

    static long bytes(int deliveries) {
        return ENTRIES + (long) ENTRY * deliveries;
    }

    MemorySegment memory() {
        return memory;
    }

    int count() {
        return (int) OffHeap.getLongAcquire(address);
    }

    boolean isFull() {
        return ENTRIES + (long) ENTRY * (count() + 1) > memory.byteSize();
    }

    int confirmed() {
        return (int) OffHeap.getLongAcquire(address + CONFIRMED);
    }

    void beginLife() {
        OffHeap.putLongVolatile(address + LIFE, OffHeap.getLong(address + LIFE) + 1);
        OffHeap.putLongVolatile(address + STARTED, 1);
    }

    private long entry(int index) {
        return address + ENTRIES + (long) ENTRY * index;
    }

    void add(long position, int slot, int sequence, int length, boolean whole) {
        int count = count();
        if (isFull()) {
            throw new IllegalStateException("more deliveries than the ledger has room for: " + count);
        }
        long entry = entry(count);
        OffHeap.putLong(entry, position);
        OffHeap.putLong(entry + 8, (long) slot << 32 | sequence & 0xFFFF_FFFFL);
        OffHeap.putLong(entry + 16, (long) length << 32 | (whole ? WHOLE : 0));
        OffHeap.putLong(entry + 24, confirmed());
        OffHeap.putLong(entry + 32, OffHeap.getLong(address + LIFE));
        OffHeap.putLongVolatile(address, count + 1);
    }

    /** The latest delivery is refused: it must come again. */
    void abort() {
        long flags = entry(count() - 1) + 16;
        OffHeap.putLongVolatile(flags, OffHeap.getLong(flags) | ABORTED);
    }

    /** So many deliveries are known to be consumed, but for refused ones. */
    void confirm(int deliveries) {
        OffHeap.putLongVolatile(address + CONFIRMED, deliveries);
    }

    Delivery get(int index) {
        long entry = entry(index);
        long id = OffHeap.getLong(entry + 8);
        long shape = OffHeap.getLong(entry + 16);
        return new Delivery(OffHeap.getLong(entry), (int) (id >>> 32), (int) id, (int) (shape >>> 32),
                (shape & WHOLE) != 0, (shape & ABORTED) != 0, (int) OffHeap.getLong(entry + 24),
                (int) OffHeap.getLong(entry + 32));
    }
}
