package io.sidecore.bench.memory.ablation;

import io.sidecore.bench.rings.message.SegmentTally;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;

/** Shows each message to a handler: the lines with their bounds, where in them, and how long. The handler keeps its count on the heap. */
final class HandlerReader implements Side {
    private final Lines lines;
    private final SegmentTally tally = new SegmentTally(1);
    private long position;

    HandlerReader(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void run(long count) {
        tally.begin();
        long base = lines.data;
        MemorySegment segment = lines.segment;
        long at = position;
        while (tally.received() < count) {
            long start = at;
            for (int batch = 0; batch < Lines.BATCH && at - start < Lines.CAPACITY; batch++) {
                long offset = at & Lines.MASK;
                // Pairs with the writer's release.
                long header = OffHeap.getLongAcquire(base + offset);
                if (header == 0) {
                    break;
                }
                int length = Lines.length(header);
                at += Lines.aligned(length);
                tally.onMessage(Lines.type(header), segment, offset + Lines.HEADER, length - Lines.HEADER);
            }
            if (at == start) {
                Thread.onSpinWait();
            } else {
                BatchReader.release(lines, start, at);
            }
        }
        tally.end(count);
        position = at;
    }
}
