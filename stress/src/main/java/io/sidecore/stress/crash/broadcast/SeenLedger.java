package io.sidecore.stress.crash.broadcast;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.crash.trial.LifeSigns;
import java.lang.foreign.MemorySegment;

/**
 * What a reader has seen, one life after the other, in memory that outlives it.
 *
 * <pre>
 *   0            64      128                                         (40 bytes an event)
 *   | life signs | count | | what 32, length 32 | number | slot, seq | missed | whole | ...
 * </pre>
 */
final class SeenLedger {
    private static final int COUNT = LifeSigns.LENGTH;
    private static final int ENTRIES = 128;
    private static final int ENTRY = 40;

    /** What a reader notes down. */
    enum What {
        /** A side was opened; the number is that of the message before the first to come. */
        JOINED,
        /** A message or a value was read. */
        READ,
        /** A natural end; the number is that of the latest message or value. */
        LEFT
    }

    /** One note. {@code missed}: since the side was opened. */
    record Event(What what, long number, int slot, int sequence, int length, long missed, boolean whole) {}

    private final MemorySegment memory;
    private final long address;

    SeenLedger(MemorySegment memory) {
        this.memory = memory;
        this.address = memory.address();
    }

    static long bytes(int events) {
        return ENTRIES + (long) ENTRY * events;
    }

    int count() {
        return (int) OffHeap.getLongAcquire(address + COUNT);
    }

    private long entry(int index) {
        return address + ENTRIES + (long) ENTRY * index;
    }

    void joined(long number) {
        add(new Event(What.JOINED, number, 0, 0, 0, 0, true));
    }

    void left(long number, long missed) {
        add(new Event(What.LEFT, number, 0, 0, 0, missed, true));
    }

    void add(Event event) {
        int count = count();
        if (bytes(count + 1) > memory.byteSize()) {
            throw new IllegalStateException("more events than the ledger has room for: " + count);
        }
        long entry = entry(count);
        OffHeap.putLong(entry, (long) event.what.ordinal() << 32 | event.length & 0xFFFF_FFFFL);
        OffHeap.putLong(entry + 8, event.number);
        OffHeap.putLong(entry + 16, (long) event.slot << 32 | event.sequence & 0xFFFF_FFFFL);
        OffHeap.putLong(entry + 24, event.missed);
        OffHeap.putLong(entry + 32, event.whole ? 1 : 0);
        OffHeap.putLongVolatile(address + COUNT, count + 1);
    }

    Event get(int index) {
        long entry = entry(index);
        long what = OffHeap.getLong(entry);
        long id = OffHeap.getLong(entry + 16);
        return new Event(What.values()[(int) (what >>> 32)], OffHeap.getLong(entry + 8), (int) (id >>> 32), (int) id,
                (int) what, OffHeap.getLong(entry + 24), OffHeap.getLong(entry + 32) != 0);
    }
}
