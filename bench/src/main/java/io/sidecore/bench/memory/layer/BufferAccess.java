package io.sidecore.bench.memory.layer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A direct buffer through view handles: what one had before segments. */
final class BufferAccess implements Access {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();

    private final ByteBuffer buffer;

    BufferAccess(int bytes) {
        buffer = ByteBuffer.allocateDirect(bytes + RecordLoop.LINE).alignedSlice(RecordLoop.LINE);
    }

    @Override
    public long getLong(long at) {
        return (long) LONG.get(buffer, (int) at);
    }

    @Override
    public void putLong(long at, long value) {
        LONG.set(buffer, (int) at, value);
    }

    @Override
    public int getInt(long at) {
        return (int) INT.get(buffer, (int) at);
    }

    @Override
    public void putInt(long at, int value) {
        INT.set(buffer, (int) at, value);
    }

    @Override
    public int getIntAcquire(long at) {
        return (int) INT.getAcquire(buffer, (int) at);
    }

    @Override
    public void putIntRelease(long at, int value) {
        INT.setRelease(buffer, (int) at, value);
    }

    @Override
    public long getLongAcquire(long at) {
        return (long) LONG.getAcquire(buffer, (int) at);
    }

    @Override
    public void putLongRelease(long at, long value) {
        LONG.setRelease(buffer, (int) at, value);
    }
}
