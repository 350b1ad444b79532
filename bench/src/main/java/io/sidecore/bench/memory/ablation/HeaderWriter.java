package io.sidecore.bench.memory.ablation;

import io.sidecore.memory.access.OffHeap;

/** A record's header instead of a number. */
final class HeaderWriter implements Side {
    private final Lines lines;
    private long position;

    HeaderWriter(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void run(long count) {
        long end = position + count * Lines.LINE;
        for (long from = position; from < end; from += Lines.QUARTER) {
            lines.awaitQuarter(from);
            long base = lines.data + (from & Lines.MASK);
            long header = Lines.header(Lines.RECORD, Lines.lapType(from));
            for (long at = 0; at < Lines.QUARTER; at += Lines.aligned(Lines.RECORD)) {
                // Pairs with the reader's acquire.
                OffHeap.putLongRelease(base + at, header);
            }
        }
        position = end;
    }
}
