package io.sidecore.bench.memory.ablation;

import io.sidecore.memory.access.OffHeap;

/** Makes the headers that it has read zero before it gives their lines back. */
final class ClearingReader implements Side {
    private final Lines lines;
    private long position;

    ClearingReader(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void run(long count) {
        long base = lines.data;
        long at = position;
        long sum = 0;
        for (long messages = 0; messages < count; messages++) {
            long address = base + (at & Lines.MASK);
            long header;
            // Pairs with the writer's release.
            while ((header = OffHeap.getLongAcquire(address)) == 0) {
                Thread.onSpinWait();
            }
            Lines.requireNext(OffHeap.getLong(address + Lines.HEADER), messages);
            sum += Lines.readPayload(address + Lines.HEADER);
            at += Lines.aligned(Lines.length(header));
            if ((at & Lines.QUARTER - 1) == 0) {
                clear(base, at - Lines.QUARTER, at);
                // Pairs with the writer's acquire.
                OffHeap.putLongRelease(lines.readerPosition, at);
            }
        }
        Lines.requireSum(count, sum);
        position = at;
    }

    /** Zeros in all lines between the positions. */
    static void clear(long base, long from, long to) {
        for (long at = from; at < to; at += Lines.LINE) {
            OffHeap.putLongRelease(base + (at & Lines.MASK), 0);
        }
    }
}
