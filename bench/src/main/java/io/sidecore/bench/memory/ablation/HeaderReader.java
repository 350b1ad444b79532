package io.sidecore.bench.memory.ablation;

import io.sidecore.memory.access.OffHeap;

/** Finds the next record by the length of the one before. */
final class HeaderReader implements Side {
    private final Lines lines;
    private long position;

    HeaderReader(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void run(long count) {
        long base = lines.data;
        long at = position;
        for (long messages = 0; messages < count; messages++) {
            int type = Lines.lapType(at);
            long header;
            // Pairs with the writer's release.
            while (Lines.type(header = OffHeap.getLongAcquire(base + (at & Lines.MASK))) != type) {
                Thread.onSpinWait();
            }
            at += Lines.aligned(Lines.length(header));
            lines.freeQuarter(at);
        }
        Lines.requireNext(at, position + count * Lines.LINE);
        position = at;
    }
}
