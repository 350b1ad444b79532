package io.sidecore.bench.memory.ablation;

import io.sidecore.memory.access.OffHeap;

/** Reads each payload. */
final class PayloadReader implements Side {
    private final Lines lines;
    private long position;

    PayloadReader(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void run(long count) {
        long base = lines.data;
        long at = position;
        long sum = 0;
        for (long messages = 0; messages < count; messages++) {
            int type = Lines.lapType(at);
            long address = base + (at & Lines.MASK);
            long header;
            // Pairs with the writer's release.
            while (Lines.type(header = OffHeap.getLongAcquire(address)) != type) {
                Thread.onSpinWait();
            }
            Lines.requireNext(OffHeap.getLong(address + Lines.HEADER), messages);
            sum += Lines.readPayload(address + Lines.HEADER);
            at += Lines.aligned(Lines.length(header));
            lines.freeQuarter(at);
        }
        Lines.requireSum(count, sum);
        position = at;
    }
}
