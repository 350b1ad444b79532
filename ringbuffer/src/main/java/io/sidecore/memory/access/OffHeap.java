package io.sidecore.memory.access;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Loads and stores at absolute addresses, with the memory order in the method's name.
 *
 * <p>One constant segment covers the whole address space, so the compiler folds its liveness and bounds checks away and what
 * is left of an access is the instruction itself. An address that is not mapped crashes the process: callers check bounds
 * before they get here. All methods may be called from any thread. Multi-byte values are in native byte order; ordered
 * accesses need natural alignment, plain ones do not.
 */
public final class OffHeap {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

    /** Up to here a loop is faster than the call of a copying stub. */
    private static final int WORD_BY_WORD = 128;

    private OffHeap() {}

    /**
     * {@return the eight bytes at {@code address}, plain}
     *
     * @param address absolute, mapped
     */
    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    /**
     * Plain store of eight bytes.
     *
     * @param address absolute, mapped
     * @param value what to store
     */
    public static void putLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    /**
     * {@return the four bytes at {@code address}, plain}
     *
     * @param address absolute, mapped
     */
    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    /**
     * Plain store of four bytes.
     *
     * @param address absolute, mapped
     * @param value what to store
     */
    public static void putInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    /**
     * {@return the eight bytes at {@code address}, with acquire order}
     *
     * @param address absolute, mapped, 8-byte aligned
     */
    public static long getLongAcquire(long address) {
        return (long) LONG.getAcquire(ALL, address);
    }

    /**
     * Store of eight bytes with release order.
     *
     * @param address absolute, mapped, 8-byte aligned
     * @param value what to store
     */
    public static void putLongRelease(long address, long value) {
        LONG.setRelease(ALL, address, value);
    }

    /**
     * {@return the eight bytes at {@code address}, opaque}
     *
     * @param address absolute, mapped, 8-byte aligned
     */
    public static long getLongOpaque(long address) {
        return (long) LONG.getOpaque(ALL, address);
    }

    /**
     * Opaque store of eight bytes.
     *
     * @param address absolute, mapped, 8-byte aligned
     * @param value what to store
     */
    public static void putLongOpaque(long address, long value) {
        LONG.setOpaque(ALL, address, value);
    }

    /**
     * {@return the four bytes at {@code address}, with acquire order}
     *
     * @param address absolute, mapped, 4-byte aligned
     */
    public static int getIntAcquire(long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    /**
     * Store of four bytes with release order.
     *
     * @param address absolute, mapped, 4-byte aligned
     * @param value what to store
     */
    public static void putIntRelease(long address, int value) {
        INT.setRelease(ALL, address, value);
    }

    /**
     * Copies bytes out of a segment, on the heap or not. The source is checked, the target is not.
     *
     * @param source       segment to read
     * @param sourceOffset first byte to read
     * @param address      absolute address of the first byte to write, mapped
     * @param length       bytes
     */
    public static void copyFrom(MemorySegment source, long sourceOffset, long address, long length) {
        MemorySegment.copy(source, sourceOffset, ALL, address, length);
    }

    /**
     * Compare-and-set of eight bytes with the effect of a volatile read and write; a full fence on x86-64.
     *
     * @param address  absolute, mapped, 8-byte aligned
     * @param expected what must be there
     * @param value    what to store then
     * @return whether it was stored
     */
    public static boolean compareAndSetLong(long address, long expected, long value) {
        return LONG.compareAndSet(ALL, address, expected, value);
    }

    /**
     * Atomic addition with the effect of a volatile read and write.
     *
     * @param address absolute, mapped, 8-byte aligned
     * @param delta   what to add
     * @return the value before
     */
    public static long getAndAddLong(long address, long delta) {
        return (long) LONG.getAndAdd(ALL, address, delta);
    }

    /**
     * Atomic or with the effect of a volatile read and write.
     *
     * @param address absolute, mapped, 8-byte aligned
     * @param bits    what to set
     * @return the value before
     */
    public static long getAndBitwiseOrLong(long address, long bits) {
        return (long) LONG.getAndBitwiseOr(ALL, address, bits);
    }

    /**
     * {@return the eight bytes at {@code address}, volatile}
     *
     * @param address absolute, mapped, 8-byte aligned
     */
    public static long getLongVolatile(long address) {
        return (long) LONG.getVolatile(ALL, address);
    }

    /**
     * Volatile store of eight bytes: ordered before every later load, too.
     *
     * @param address absolute, mapped, 8-byte aligned
     * @param value   what to store
     */
    public static void putLongVolatile(long address, long value) {
        LONG.setVolatile(ALL, address, value);
    }

    /**
     * Copies bytes into a segment, on the heap or not. The target is checked, the source is not.
     *
     * @param address      absolute address of the first byte to read, mapped
     * @param target       segment to write
     * @param targetOffset first byte to write
     * @param length       bytes
     */
    public static void copyTo(long address, MemorySegment target, long targetOffset, long length) {
        MemorySegment.copy(ALL, address, target, targetOffset, length);
    }

    /**
     * Copies whole words between two places that do not overlap: a length that is no multiple of eight is rounded up on both
     * sides. Neither side is checked.
     *
     * @param source absolute address of the first byte to read, mapped
     * @param target absolute address of the first byte to write, mapped
     * @param length bytes, 0 or more
     */
    public static void copyWords(long source, long target, int length) {
        if (length > WORD_BY_WORD) {
            MemorySegment.copy(ALL, source, ALL, target, length + 7 & -8);
            return;
        }
        for (int at = 0; at < length; at += Long.BYTES) {
            putLong(target + at, getLong(source + at));
        }
    }

    /**
     * {@return the four bytes at {@code address}, opaque}
     *
     * @param address absolute, mapped, 4-byte aligned
     */
    public static int getIntOpaque(long address) {
        return (int) INT.getOpaque(ALL, address);
    }

    /**
     * Compare-and-set of four bytes with the effect of a volatile read and write; a full fence on x86-64.
     *
     * @param address  absolute, mapped, 4-byte aligned
     * @param expected what must be there
     * @param value    what to store then
     * @return whether it was stored
     */
    public static boolean compareAndSetInt(long address, int expected, int value) {
        return INT.compareAndSet(ALL, address, expected, value);
    }

    /**
     * Atomic OR of four bytes with the effect of a volatile read and write.
     *
     * @param address absolute, mapped, 4-byte aligned
     * @param bits    what to set
     * @return the value before
     */
    public static int getAndBitwiseOrInt(long address, int bits) {
        return (int) INT.getAndBitwiseOr(ALL, address, bits);
    }
}
