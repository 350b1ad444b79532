package io.sidecore.bench.memory.ablation;

import io.sidecore.memory.access.OffHeap;

/** A payload before each header. */
final class PayloadWriter implements Side {
    private final Lines lines;
    private long position;

    PayloadWriter(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void run(long count) {
        long end = position + count * Lines.LINE;
        long number = 0;
        for (long from = position; from < end; from += Lines.QUARTER) {
            lines.awaitQuarter(from);
            long base = lines.data + (from & Lines.MASK);
            long header = Lines.header(Lines.RECORD, Lines.lapType(from));
            for (long at = 0; at < Lines.QUARTER; at += Lines.aligned(Lines.RECORD)) {
                Lines.writePayload(base + at + Lines.HEADER, number++);
                // Pairs with the reader's acquire: it sees the payload.
                OffHeap.putLongRelease(base + at, header);
            }
        }
        position = end;
    }
}
