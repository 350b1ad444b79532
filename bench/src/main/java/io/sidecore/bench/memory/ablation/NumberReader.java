package io.sidecore.bench.memory.ablation;

import io.sidecore.memory.access.OffHeap;

/** Waits for each line's number. */
final class NumberReader implements Side {
    private final Lines lines;
    private long position;

    NumberReader(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void run(long count) {
        long base = lines.data;
        long at = position;
        long end = at + count * Lines.LINE;
        while (at < end) {
            long last = at / Lines.LINE;
            long number;
            // Pairs with the writer's release. Until it comes, the number of the lap before is there.
            while ((number = OffHeap.getLongAcquire(base + (at & Lines.MASK))) <= last) {
                Thread.onSpinWait();
            }
            Lines.requireNext(number, last + 1);
            at += Lines.LINE;
            lines.freeQuarter(at);
        }
        position = at;
    }
}
