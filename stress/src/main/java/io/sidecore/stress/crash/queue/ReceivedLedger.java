package io.sidecore.stress.crash.queue;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.crash.trial.LifeSigns;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What the consumers of a round have got, one life after the other, in memory that outlives them.
 *
 * <pre>
 *   0            64      72          80          128                                                            (48 bytes a delivery)
 *   | life signs | count | confirmed | life |    | position | slot, seq | length, flags | confirmed then | life | lane | ...
 * </pre>
 *
 * <p>Deliveries below {@code confirmed} are known to be consumed: the end of the poll, or a later callback, has shown it.
 */
final class ReceivedLedger {
    private static final int COUNT = LifeSigns.LENGTH;
    private static final int CONFIRMED = 72;
    private static final int LIFE = 80;
    private static final int ENTRIES = 128;
    private static final int ENTRY = 48;
    private static final long WHOLE = 1;
    private static final long ABORTED = 2;

    /** One delivery. {@code confirmed}: how many were confirmed when it came. */
    record Delivery(int lane, long position, int slot, int sequence, int length, boolean whole, boolean aborted,
            int confirmed, int life) {}

    private final MemorySegment memory;
    private final long address;

    ReceivedLedger(MemorySegment memory) {
        this.memory = memory;
        this.address = memory.address();
    }

    static long bytes(int deliveries) {
        return ENTRIES + (long) ENTRY * deliveries;
    }

    int count() {
        return (int) OffHeap.getLongAcquire(address + COUNT);
    }

    int confirmed() {
        return (int) OffHeap.getLongAcquire(address + CONFIRMED);
    }

    /** Another side has been opened. */
    void beginLife() {
        OffHeap.putLongVolatile(address + LIFE, OffHeap.getLong(address + LIFE) + 1);
    }

    private long entry(int index) {
        return address + ENTRIES + (long) ENTRY * index;
    }

    void add(int lane, long position, int slot, int sequence, int length, boolean whole) {
        int count = count();
        if (bytes(count + 1) > memory.byteSize()) {
            throw new IllegalStateException("more deliveries than the ledger has room for: " + count);
        }
        long entry = entry(count);
        OffHeap.putLong(entry, position);
        OffHeap.putLong(entry + 8, (long) slot << 32 | sequence & 0xFFFF_FFFFL);
        OffHeap.putLong(entry + 16, (long) length << 32 | (whole ? WHOLE : 0));
        OffHeap.putLong(entry + 24, confirmed());
        OffHeap.putLong(entry + 32, OffHeap.getLong(address + LIFE));
        OffHeap.putLong(entry + 40, lane);
        OffHeap.putLongVolatile(address + COUNT, count + 1);
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

    /** Of all messages that have come: sender and sequence number in one word. */
    LongStream ids() {
        return IntStream.range(0, count()).mapToLong(index -> OffHeap.getLong(entry(index) + 8));
    }

    Delivery get(int index) {
        long entry = entry(index);
        long id = OffHeap.getLong(entry + 8);
        long shape = OffHeap.getLong(entry + 16);
        return new Delivery((int) OffHeap.getLong(entry + 40), OffHeap.getLong(entry), (int) (id >>> 32), (int) id,
                (int) (shape >>> 32), (shape & WHOLE) != 0, (shape & ABORTED) != 0, (int) OffHeap.getLong(entry + 24),
                (int) OffHeap.getLong(entry + 32));
    }
}
