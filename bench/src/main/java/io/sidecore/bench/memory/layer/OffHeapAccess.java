package io.sidecore.bench.memory.layer;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What the rings stand on: one constant segment over all addresses, no checks left. */
final class OffHeapAccess implements Access {
    /** Keeps the memory. */
    private final MemorySegment segment;
    private final long address;

    OffHeapAccess(int bytes) {
        segment = Arena.ofAuto().allocate(bytes, RecordLoop.LINE);
        address = segment.address();
    }

    @Override
    public long getLong(long at) {
        return OffHeap.getLong(address + at);
    }

    @Override
    public void putLong(long at, long value) {
        OffHeap.putLong(address + at, value);
    }

    @Override
    public int getInt(long at) {
        return OffHeap.getInt(address + at);
    }

    @Override
    public void putInt(long at, int value) {
        OffHeap.putInt(address + at, value);
    }

    @Override
    public int getIntAcquire(long at) {
        return OffHeap.getIntAcquire(address + at);
    }

    @Override
    public void putIntRelease(long at, int value) {
        OffHeap.putIntRelease(address + at, value);
    }

    @Override
    public long getLongAcquire(long at) {
        return OffHeap.getLongAcquire(address + at);
    }

    @Override
    public void putLongRelease(long at, long value) {
        OffHeap.putLongRelease(address + at, value);
    }
}
