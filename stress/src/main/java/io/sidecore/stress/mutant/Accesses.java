package io.sidecore.stress.mutant;

import static io.sidecore.stress.weak.Order.ACQUIRE;
import static io.sidecore.stress.weak.Order.PLAIN;
import static io.sidecore.stress.weak.Order.RELEASE;
import static io.sidecore.stress.weak.Order.VOLATILE;

import io.sidecore.memory.access.Futex;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;

/**
 * What patched classes call in the place of {@code OffHeap}, of the fences of {@code VarHandle}, and of what else reaches a region; the same
 * parameters, and the site.
 */
public final class Accesses {
    private Accesses() {}

    public static long getLong(long address, int site) {
        return Memory.load(address, Long.BYTES, PLAIN, site);
    }

    public static long getLongOpaque(long address, int site) {
        return Memory.load(address, Long.BYTES, PLAIN, site);
    }

    public static long getLongAcquire(long address, int site) {
        return Memory.load(address, Long.BYTES, ACQUIRE, site);
    }

    public static long getLongVolatile(long address, int site) {
        return Memory.load(address, Long.BYTES, VOLATILE, site);
    }

    public static int getInt(long address, int site) {
        return (int) Memory.load(address, Integer.BYTES, PLAIN, site);
    }

    public static int getIntOpaque(long address, int site) {
        return (int) Memory.load(address, Integer.BYTES, PLAIN, site);
    }

    public static int getIntAcquire(long address, int site) {
        return (int) Memory.load(address, Integer.BYTES, ACQUIRE, site);
    }

    public static void putLong(long address, long value, int site) {
        Memory.store(address, Long.BYTES, value, PLAIN, site);
    }

    public static void putLongOpaque(long address, long value, int site) {
        Memory.store(address, Long.BYTES, value, PLAIN, site);
    }

    public static void putLongRelease(long address, long value, int site) {
        Memory.store(address, Long.BYTES, value, RELEASE, site);
    }

    public static void putLongVolatile(long address, long value, int site) {
        Memory.store(address, Long.BYTES, value, VOLATILE, site);
    }

    public static void putInt(long address, int value, int site) {
        Memory.store(address, Integer.BYTES, value, PLAIN, site);
    }

    public static void putIntRelease(long address, int value, int site) {
        Memory.store(address, Integer.BYTES, value, RELEASE, site);
    }

    public static boolean compareAndSetLong(long address, long expected, long value, int site) {
        return Memory.compareAndSet(address, Long.BYTES, expected, value, site);
    }

    public static boolean compareAndSetInt(long address, int expected, int value, int site) {
        return Memory.compareAndSet(address, Integer.BYTES, expected & 0xFFFF_FFFFL, value & 0xFFFF_FFFFL, site);
    }

    public static long getAndAddLong(long address, long delta, int site) {
        return Memory.update(address, Long.BYTES, before -> before + delta, site);
    }

    public static long getAndBitwiseOrLong(long address, long bits, int site) {
        return Memory.update(address, Long.BYTES, before -> before | bits, site);
    }

    public static int getAndBitwiseOrInt(long address, int bits, int site) {
        return (int) Memory.update(address, Integer.BYTES, before -> before | bits & 0xFFFF_FFFFL, site);
    }

    public static void copyFrom(MemorySegment source, long sourceOffset, long address, long length, int site) {
        Copies.into(source, sourceOffset, address, length, site);
    }

    public static void copyTo(long address, MemorySegment target, long targetOffset, long length, int site) {
        Copies.outOf(address, target, targetOffset, length, site);
    }

    public static void copyWords(long source, long target, int length, int site) {
        Copies.words(source, target, length, site);
    }

    public static void fullFence(int site) {
        Memory.fence("fullFence", site);
    }

    public static void acquireFence(int site) {
        Memory.fence("acquireFence", site);
    }

    public static void releaseFence(int site) {
        Memory.fence("releaseFence", site);
    }

    public static void storeStoreFence(int site) {
        Memory.fence("storeStoreFence", site);
    }

    public static boolean jump(boolean jumps, int site) {
        return Memory.jump(jumps, site);
    }

    public static void putAside(long address, long value) {
        Memory.storeAside(address, value);
    }

    public static MemorySegment map(FileChannel channel, FileChannel.MapMode mode, long offset, long size, Arena arena)
            throws IOException {
        MemorySegment mapping = channel.map(mode, offset, size, arena);
        Memory.mapped(mapping);
        return mapping;
    }

    public static int sleep(Futex futex, long address, int expected, long nanos) {
        return Memory.sleep(futex, address, expected, nanos);
    }

    public static void wakeAll(long address) {
        Memory.wakeAll(address);
    }

    public static long get(MemorySegment segment, ValueLayout.OfLong layout, long offset) {
        long real = segment.get(layout, offset);
        return Memory.isShared(segment) ? Memory.words().load(segment.address() + offset, Long.BYTES, PLAIN) : real;
    }

    public static byte get(MemorySegment segment, ValueLayout.OfByte layout, long offset) {
        byte real = segment.get(layout, offset);
        return Memory.isShared(segment) ? (byte) Memory.words().load(segment.address() + offset, 1, PLAIN) : real;
    }

    public static void set(MemorySegment segment, ValueLayout.OfLong layout, long offset, long value) {
        if (Memory.isShared(segment)) {
            // Bounds only: the memory holds what it is to hold behind the store.
            segment.get(layout, offset);
            Memory.words().store(segment.address() + offset, Long.BYTES, value, PLAIN);
        } else {
            segment.set(layout, offset, value);
        }
    }

    public static void set(MemorySegment segment, ValueLayout.OfByte layout, long offset, byte value) {
        if (Memory.isShared(segment)) {
            segment.get(layout, offset);
            Memory.words().store(segment.address() + offset, 1, value & 0xFF, PLAIN);
        } else {
            segment.set(layout, offset, value);
        }
    }
}
