package io.sidecore.bench.memory.ablation;

import io.sidecore.bench.rig.Padded;
import io.sidecore.bench.rings.message.SegmentTally;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.MessageHandler;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;

/** Polls by a method that believes no header, keeps where it is in fields, and frees what was taken even if the handler throws. */
final class PollingReader extends Padded implements Side {
    private static final long CLOSED = 0;
    private static final long POLLING = -1;

    private final Lines lines;
    private final MemorySegment segment;
    private final long data;
    private final long readerPosition;
    private final long capacity;
    private final int alignment;
    private final SegmentTally tally = new SegmentTally(1);
    private long head;
    private long messagePosition;
    private long window;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    PollingReader(Lines lines) {
        this.lines = lines;
        this.segment = lines.segment;
        this.data = lines.data;
        this.readerPosition = lines.readerPosition;
        this.capacity = segment.byteSize();
        this.alignment = (int) Lines.LINE;
        this.window = capacity;
    }

    @Override
    public void run(long count) {
        tally.begin();
        while (tally.received() < count) {
            if (poll(tally, Lines.BATCH) == 0) {
                Thread.onSpinWait();
            }
        }
        tally.end(count);
        if (messagePosition != head) {
            throw new IllegalStateException("the last message ended at " + messagePosition + ", not at " + head);
        }
    }

    private int poll(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler);
        long start = head;
        long position = start;
        int messages = 0;
        long base = data;
        long mask = capacity - 1;
        int unit = alignment;
        long longest = (mask + 1) / 4 - Lines.HEADER;
        long lap = enter();
        MemorySegment memory = segment;
        try {
            while (messages < limit && position - start < lap) {
                long offset = position & mask;
                // Pairs with the writer's release.
                long header = OffHeap.getLongAcquire(base + offset);
                if (header == 0) {
                    break;
                }
                long length = Lines.length(header);
                if (header < 1L << Integer.SIZE || Long.compareUnsigned(length - Lines.HEADER, longest) > 0
                        || length > mask + 1 - offset) {
                    throw new IllegalStateException("impossible header " + header);
                }
                position += Lines.aligned(length, unit);
                messages++;
                messagePosition = position;
                handler.onMessage(Lines.type(header), memory, offset + Lines.HEADER, (int) length - Lines.HEADER);
            }
        } finally {
            if (position != start) {
                release(start, position);
            }
            leave();
            Reference.reachabilityFence(lines);
        }
        if (messages == 0 && window == CLOSED) {
            throw new IllegalStateException("closed");
        }
        return messages;
    }

    private void release(long from, long to) {
        head = to;
        OffHeap.putLongRelease(readerPosition + Lines.CONSUMED, to);
        long base = segment.address();
        long mask = capacity - 1;
        for (long at = from; at < to; at += alignment) {
            OffHeap.putLongRelease(base + (at & mask), 0);
        }
        // Pairs with the writer's acquire.
        OffHeap.putLongRelease(readerPosition, to);
    }

    private long enter() {
        long lap = window;
        if (lap < 0) {
            throw new IllegalStateException("a handler is running");
        }
        if (lap != CLOSED) {
            window = POLLING;
        }
        return lap;
    }

    private void leave() {
        if (window == POLLING) {
            window = capacity;
        }
    }
}
