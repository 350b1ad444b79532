package io.sidecore.bench.memory.layer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Agrona's buffer over direct memory. Whether it checks bounds is a property of the JVM: {@code agrona.disable.bounds.checks}. */
final class AgronaAccess implements Access {
    private final UnsafeBuffer buffer;

    AgronaAccess(int bytes) {
        ByteBuffer aligned = BufferUtil.allocateDirectAligned(bytes, RecordLoop.LINE).order(ByteOrder.nativeOrder());
        buffer = new UnsafeBuffer(aligned);
    }

    @Override
    public long getLong(long at) {
        return buffer.getLong((int) at);
    }

    @Override
    public void putLong(long at, long value) {
        buffer.putLong((int) at, value);
    }

    @Override
    public int getInt(long at) {
        return buffer.getInt((int) at);
    }

    @Override
    public void putInt(long at, int value) {
        buffer.putInt((int) at, value);
    }

    @Override
    public int getIntAcquire(long at) {
        return buffer.getIntAcquire((int) at);
    }

    @Override
    public void putIntRelease(long at, int value) {
        buffer.putIntRelease((int) at, value);
    }

    @Override
    public long getLongAcquire(long at) {
        return buffer.getLongAcquire((int) at);
    }

    @Override
    public void putLongRelease(long at, long value) {
        buffer.putLongRelease((int) at, value);
    }
}
