package io.sidecore.bench.memory.ablation;

import io.sidecore.bench.rig.Padded;
import io.sidecore.memory.access.OffHeap;

/** Tells its position now and then, and may fetch lines before it needs them, four at a time. */
final class PublishingWriter extends Padded implements Side {
    /** Bytes that are fetched at a time, and bytes between two stores of the position; as in the ring. */
    static final long TOUCHED = 256;
    static final long PUBLISH_INTERVAL = 1024;

    private final Lines lines;
    private final boolean touches;
    private long position;
    private long limit;
    private long consumed;
    private long touchedAhead = TOUCHED;
    private long touched;
    private long nextPublished;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    /** {@code touches}: whether it fetches lines ahead. */
    PublishingWriter(Lines lines, boolean touches) {
        this.lines = lines;
        this.touches = touches;
    }

    @Override
    public void run(long count) {
        long base = lines.data;
        long at = position;
        for (long number = 0; number < count; number++) {
            long bytes = Lines.aligned(Lines.RECORD);
            long end = at + bytes;
            if (bytes > Lines.CAPACITY - (at & Lines.MASK)) {
                throw new IllegalStateException("a record would end behind the lines");
            }
            while (end > limit) {
                look(at, end);
            }
            long address = base + (at & Lines.MASK);
            Lines.writePayload(address + Lines.HEADER, number);
            // Pairs with the reader's acquire: it sees the payload.
            OffHeap.putLongRelease(address, Lines.header(Lines.RECORD, 1));
            if (touches && end >= touched) {
                touch(end);
            }
            if (end >= nextPublished) {
                OffHeap.putLongRelease(lines.writerPosition, end);
                nextPublished = end + PUBLISH_INTERVAL;
            }
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
        touchedAhead = at - seen <= end - at ? Lines.LINE : TOUCHED;
        limit = Math.min(seen + Lines.CAPACITY, end + RoomWriter.LOOK_INTERVAL);
        if (end > limit) {
            Thread.onSpinWait();
        }
    }

    private void touch(long from) {
        long to = Math.min(from + touchedAhead, limit);
        for (long at = from; at < to; at += Lines.LINE) {
            OffHeap.putLong(lines.data + (at & Lines.MASK), 0);
        }
        touched = Math.max(to, from + 1);
    }
}
