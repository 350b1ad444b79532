package io.sidecore.bench.memory.layer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** An array on the heap. Its view handles have plain accesses only, because its bytes may lie anywhere: the order comes from fences. */
final class ArrayAccess implements Access {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();

    private final byte[] array;

    ArrayAccess(int bytes) {
        array = new byte[bytes];
    }

    @Override
    public long getLong(long at) {
        return (long) LONG.get(array, (int) at);
    }

    @Override
    public void putLong(long at, long value) {
        LONG.set(array, (int) at, value);
    }

    @Override
    public int getInt(long at) {
        return (int) INT.get(array, (int) at);
    }

    @Override
    public void putInt(long at, int value) {
        INT.set(array, (int) at, value);
    }

    @Override
    public int getIntAcquire(long at) {
        int value = getInt(at);
        VarHandle.acquireFence();
        return value;
    }

    @Override
    public void putIntRelease(long at, int value) {
        VarHandle.releaseFence();
        putInt(at, value);
    }

    @Override
    public long getLongAcquire(long at) {
        long value = getLong(at);
        VarHandle.acquireFence();
        return value;
    }

    @Override
    public void putLongRelease(long at, long value) {
        VarHandle.releaseFence();
        putLong(at, value);
    }
}
