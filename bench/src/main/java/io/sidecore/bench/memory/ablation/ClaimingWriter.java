package io.sidecore.bench.memory.ablation;

import io.sidecore.bench.rings.message.Payload;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Claims and commits by methods that check what they are asked, over fields that keep what a claim and its commit have in common; the payload is
 * written into a segment with bounds.
 */
final class ClaimingWriter extends Claim implements Side {
    private static final long NO_ROOM = -1;
    private static final long CLOSED = -2;

    private final long readerPosition;
    private final long writerPosition;
    private final long lookInterval;
    private final long publishInterval;

    private long limit;
    private long consumed;
    private long touchedAhead = PublishingWriter.TOUCHED;
    private long touched;
    private long nextPublished;

    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    ClaimingWriter(Lines lines) {
        super(lines);
        this.readerPosition = lines.readerPosition;
        this.writerPosition = lines.writerPosition;
        this.lookInterval = Math.min(RoomWriter.LOOK_INTERVAL, capacity / 4);
        this.publishInterval = Math.min(PublishingWriter.PUBLISH_INTERVAL, capacity / 4);
    }

    @Override
    public void run(long count) {
        MemorySegment segment = lines.segment;
        for (long number = 0; number < count; number++) {
            long at;
            while ((at = claim(Payload.TYPE, Payload.BYTES)) < 0) {
                Thread.onSpinWait();
            }
            Payload.write(segment, at, number);
            commit();
        }
    }

    private long claim(int type, int length) {
        if (type < 1 || Integer.compareUnsigned(length, longest) > 0 || claimEnd != claimStart) {
            throw new IllegalArgumentException("type " + type + ", length " + length + ", or a claim is open");
        }
        long bytes = Lines.aligned((long) length + Lines.HEADER, alignment);
        long header = Lines.header((long) length + Lines.HEADER, type);
        if ((OffHeap.getLongOpaque(closed) & closedBits) != 0) {
            return CLOSED;
        }
        long start = claimStart;
        if (bytes > capacity - (start & capacity - 1)) {
            throw new IllegalStateException("a record would end behind the lines");
        }
        if (start + bytes > limit && !hasRoom(bytes)) {
            return NO_ROOM;
        }
        // As the ring does, which may have skipped to the start of the lap.
        claimStart = start;
        claimEnd = start + bytes;
        if (claimedHeader != header) {
            claimedHeader = header;
        }
        return (start & capacity - 1) + Lines.HEADER;
    }

    private boolean hasRoom(long bytes) {
        long end = claimStart + bytes;
        // Pairs with the reader's release: it has read what stands before.
        long seen = OffHeap.getLongAcquire(readerPosition);
        if (seen > claimStart || seen < consumed || seen % alignment != 0) {
            throw new IllegalStateException(
                    "reader's position " + seen + " is not between " + consumed + " and " + claimStart);
        }
        consumed = seen;
        touchedAhead = claimStart - seen <= bytes ? alignment : PublishingWriter.TOUCHED;
        limit = Math.min(seen + capacity, end + lookInterval);
        return end <= seen + capacity;
    }

    private void commit() {
        long start = claimStart;
        long end = claimEnd;
        if (end <= start) {
            throw new IllegalStateException("no claim is open");
        }
        // Pairs with the reader's acquire: it sees the payload.
        OffHeap.putLongRelease(data + (start & capacity - 1), claimedHeader);
        claimStart = end;
        if (end >= touched) {
            touch(end);
        }
        if (end >= nextPublished) {
            OffHeap.putLongRelease(writerPosition, end);
            nextPublished = end + publishInterval;
        }
        Reference.reachabilityFence(lines);
    }

    private void touch(long from) {
        long to = Math.min(from + touchedAhead, limit);
        for (long at = from; at < to; at += Lines.LINE) {
            OffHeap.putLong(data + (at & capacity - 1), 0);
        }
        touched = Math.max(to, from + 1);
    }
}
