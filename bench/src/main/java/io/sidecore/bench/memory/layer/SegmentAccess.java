package io.sidecore.bench.memory.layer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** A segment of so many bytes, in a field: each access is checked against them and against the end of the arena. */
final class SegmentAccess implements Access {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment segment;

    SegmentAccess(int bytes) {
        segment = Arena.ofAuto().allocate(bytes, RecordLoop.LINE);
    }

    @Override
    public long getLong(long at) {
        return segment.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }

    @Override
    public void putLong(long at, long value) {
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
    }

    @Override
    public int getInt(long at) {
        return segment.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    }

    @Override
    public void putInt(long at, int value) {
        segment.set(ValueLayout.JAVA_INT_UNALIGNED, at, value);
    }

    @Override
    public int getIntAcquire(long at) {
        return (int) INT.getAcquire(segment, at);
    }

    @Override
    public void putIntRelease(long at, int value) {
        INT.setRelease(segment, at, value);
    }

    @Override
    public long getLongAcquire(long at) {
        return (long) LONG.getAcquire(segment, at);
    }

    @Override
    public void putLongRelease(long at, long value) {
        LONG.setRelease(segment, at, value);
    }
}
