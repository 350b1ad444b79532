package io.sidecore.bench.memory.ablation;

import io.sidecore.memory.access.OffHeap;

/** The least: one number a line. */
final class NumberWriter implements Side {
    private final Lines lines;
    private long position;

    NumberWriter(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void run(long count) {
        long end = position + count * Lines.LINE;
        for (long from = position; from < end; from += Lines.QUARTER) {
            lines.awaitQuarter(from);
            long base = lines.data + (from & Lines.MASK);
            long number = from / Lines.LINE;
            for (long at = 0; at < Lines.QUARTER; at += Lines.LINE) {
                // Pairs with the reader's acquire.
                OffHeap.putLongRelease(base + at, ++number);
            }
        }
        position = end;
    }
}
