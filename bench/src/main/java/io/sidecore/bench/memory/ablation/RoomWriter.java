package io.sidecore.bench.memory.ablation;

import io.sidecore.bench.rig.Padded;
import io.sidecore.memory.access.OffHeap;

/** Asks for each message whether there is room, by a position of the reader that it has looked up before. */
final class RoomWriter extends Padded implements Side {
    /** Bytes between two looks at the reader's position, unless there is no room before; as in the ring. */
    static final long LOOK_INTERVAL = 4096;

    private final Lines lines;
    private final boolean cleared;
    private long position;
    private long limit;
    private long consumed;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    /** {@code cleared}: whether the reader clears lines, so that the type may be the same in all laps. */
    RoomWriter(Lines lines, boolean cleared) {
        this.lines = lines;
        this.cleared = cleared;
    }

    @Override
    public void run(long count) {
        long base = lines.data;
        long at = position;
        for (long number = 0; number < count; number++) {
            long bytes = Lines.aligned(Lines.RECORD);
            long end = at + bytes;
            // Never: a lap is a whole number of records. But the ring has to ask.
            if (bytes > Lines.CAPACITY - (at & Lines.MASK)) {
                throw new IllegalStateException("a record would end behind the lines");
            }
            while (end > limit) {
                look(at, end);
            }
            long address = base + (at & Lines.MASK);
            Lines.writePayload(address + Lines.HEADER, number);
            // Pairs with the reader's acquire: it sees the payload.
            OffHeap.putLongRelease(address, Lines.header(Lines.RECORD, cleared ? 1 : Lines.lapType(at)));
            at = end;
        }
        position = at;
    }

    private void look(long at, long end) {
        // Pairs with the reader's release: it has read what stands before.
        long seen = OffHeap.getLongAcquire(lines.readerPosition);
        if (seen > at || seen < consumed || seen % Lines.LINE != 0) {
            throw new IllegalStateException("reader's position " + seen + " is not between " + consumed + " and " + at);
        }
        consumed = seen;
        limit = Math.min(seen + Lines.CAPACITY, end + LOOK_INTERVAL);
        if (end > limit) {
            Thread.onSpinWait();
        }
    }
}
