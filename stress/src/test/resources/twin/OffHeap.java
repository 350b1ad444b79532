package io.sidecore.memory.access;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * On-heap twin of the shipped class, for the model checker, which sees accesses of Java objects only: one region of at most 32 KiB,
 * sequentially consistent. The rings run unchanged over it.
 *
 * <p>Bugs can be planted in it: {@code torn-cas} makes compare-and-set two steps, {@code late-plain} lets plain stores become visible after the
 * next ordered one of the same thread.
 */
public final class OffHeap {
    private static final int WORDS = 4096;
    private static final String PLANTED = System.getProperty("planted", "");
    private static final boolean TORN_CAS = PLANTED.equals("torn-cas");
    private static final boolean LATE_PLAIN = PLANTED.equals("late-plain");

    private static AtomicLongArray words = new AtomicLongArray(WORDS);
    private static long[] saved;
    private static final ThreadLocal<long[]> LATE = ThreadLocal.withInitial(() -> new long[3]);

    private OffHeap() {}

    /** Keeps the present state for {@link #restore}. */
    public static void save() {
        saved = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            saved[i] = words.get(i);
        }
    }

    /** Goes back to the state kept. */
    public static void restore() {
        words = new AtomicLongArray(saved);
    }

    private static int index(long address) {
        return (int) (address >>> 3) & WORDS - 1;
    }

    public static long getLong(long address) {
        return words.get(index(address));
    }

    public static void putLong(long address, long value) {
        if (LATE_PLAIN) {
            flush();
            long[] late = LATE.get();
            late[0] = 1;
            late[1] = address;
            late[2] = value;
        } else {
            words.set(index(address), value);
        }
    }

    private static void flush() {
        long[] late = LATE.get();
        if (late[0] != 0) {
            late[0] = 0;
            words.set(index(late[1]), late[2]);
        }
    }

    private static void ordered(long address, long value) {
        words.set(index(address), value);
        if (LATE_PLAIN) {
            flush();
        }
    }

    public static int getInt(long address) {
        long word = getLong(address);
        return (address & 4) == 0 ? (int) word : (int) (word >>> 32);
    }

    public static void putInt(long address, int value) {
        long word = getLong(address);
        words.set(index(address), (address & 4) == 0
                ? word & 0xFFFF_FFFF_0000_0000L | value & 0xFFFF_FFFFL
                : word & 0xFFFF_FFFFL | (long) value << 32);
    }

    public static long getLongAcquire(long address) {
        return getLong(address);
    }

    public static void putLongRelease(long address, long value) {
        ordered(address, value);
    }

    public static long getLongOpaque(long address) {
        return getLong(address);
    }

    public static void putLongOpaque(long address, long value) {
        ordered(address, value);
    }

    public static int getIntAcquire(long address) {
        return getInt(address);
    }

    public static void putIntRelease(long address, int value) {
        putInt(address, value);
    }

    public static void copyFrom(MemorySegment source, long sourceOffset, long address, long length) {
        for (long at = 0; at < length; at += Long.BYTES) {
            putLong(address + at, source.get(ValueLayout.JAVA_LONG_UNALIGNED, sourceOffset + at));
        }
    }

    public static boolean compareAndSetLong(long address, long expected, long value) {
        if (TORN_CAS) {
            if (getLong(address) != expected) {
                return false;
            }
            ordered(address, value);
            return true;
        }
        return words.compareAndSet(index(address), expected, value);
    }

    public static long getAndAddLong(long address, long delta) {
        return words.getAndAdd(index(address), delta);
    }

    public static long getLongVolatile(long address) {
        return getLong(address);
    }

    public static void putLongVolatile(long address, long value) {
        ordered(address, value);
    }
}
