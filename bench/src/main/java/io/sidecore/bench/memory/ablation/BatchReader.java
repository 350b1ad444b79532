package io.sidecore.bench.memory.ablation;

import io.sidecore.memory.access.OffHeap;

/** Takes what is there, up to 64 messages, and gives their lines back. */
final class BatchReader implements Side {
    private final Lines lines;
    private long position;

    BatchReader(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void run(long count) {
        long base = lines.data;
        long at = position;
        long sum = 0;
        for (long messages = 0; messages < count;) {
            long start = at;
            for (int batch = 0; batch < Lines.BATCH && at - start < Lines.CAPACITY; batch++) {
                long address = base + (at & Lines.MASK);
                // Pairs with the writer's release.
                long header = OffHeap.getLongAcquire(address);
                if (header == 0) {
                    break;
                }
                Lines.requireNext(OffHeap.getLong(address + Lines.HEADER), messages++);
                sum += Lines.readPayload(address + Lines.HEADER);
                at += Lines.aligned(Lines.length(header));
            }
            if (at == start) {
                Thread.onSpinWait();
            } else {
                release(lines, start, at);
            }
        }
        Lines.requireSum(count, sum);
        position = at;
    }

    /** As the ring does it: first what is consumed, for a successor; then zeros; then what is free. */
    static void release(Lines lines, long from, long to) {
        OffHeap.putLongRelease(lines.readerPosition + Lines.CONSUMED, to);
        ClearingReader.clear(lines.data, from, to);
        // Pairs with the writer's acquire.
        OffHeap.putLongRelease(lines.readerPosition, to);
    }
}
