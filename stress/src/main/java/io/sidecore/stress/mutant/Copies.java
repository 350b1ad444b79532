package io.sidecore.stress.mutant;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.weak.Order;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies between a region and private memory, word by word of the region; others may come between two words, and death in the middle. */
final class Copies {
    private Copies() {}

    private interface Piece {
        void copy(long at, int bytes);
    }

    /** {@code address}: of the first byte in the region, which decides where words begin. */
    private static void inPieces(long address, long length, int site, Piece piece) {
        Failpoints.beforeStore(site);
        long end = Failpoints.tear(site, length);
        for (long at = 0; at < end;) {
            if (at > 0) {
                Failpoints.beforeLoad(site);
            }
            int bytes = (int) Math.min(end - at, Long.BYTES - (address + at & Long.BYTES - 1));
            piece.copy(at, bytes);
            at += bytes;
        }
        Failpoints.afterStore(site);
    }

    static void into(MemorySegment source, long sourceOffset, long address, long length, int site) {
        if (!Memory.isActive()) {
            OffHeap.copyFrom(source, sourceOffset, address, length);
            return;
        }
        boolean late = Memory.is(site, Weakening.LATE);
        inPieces(address, length, site, (at, bytes) -> {
            long value = load(source, sourceOffset + at, bytes);
            if (late) {
                Memory.words().storeLate(address + at, bytes, value, Order.PLAIN);
            } else {
                Memory.words().store(address + at, bytes, value, Order.PLAIN);
            }
        });
    }

    static void outOf(long address, MemorySegment target, long targetOffset, long length, int site) {
        if (!Memory.isActive()) {
            OffHeap.copyTo(address, target, targetOffset, length);
            return;
        }
        inPieces(address, length, site, (at, bytes) -> {
            long value = Memory.words().load(address + at, bytes, Order.PLAIN);
            for (int i = 0; i < bytes; i++) {
                target.set(ValueLayout.JAVA_BYTE, targetOffset + at + i, (byte) (value >>> i * Byte.SIZE));
            }
        });
    }

    static void words(long source, long target, int length, int site) {
        if (!Memory.isActive()) {
            OffHeap.copyWords(source, target, length);
            return;
        }
        inPieces(source, length + 7 & -8, site,
                (at, bytes) -> OffHeap.putLong(target + at, Memory.words().load(source + at, bytes, Order.PLAIN)));
    }

    private static long load(MemorySegment source, long offset, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (source.get(ValueLayout.JAVA_BYTE, offset + i) & 0xFFL) << i * Byte.SIZE;
        }
        return value;
    }
}
