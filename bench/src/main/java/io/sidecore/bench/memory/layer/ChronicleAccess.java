package io.sidecore.bench.memory.layer;

import net.openhft.chronicle.core.UnsafeMemory;

/** Chronicle Core's memory: no checks. It has no acquire loads; its volatile ones are the nearest, and the same instruction on x86-64. */
final class ChronicleAccess implements Access {
    private final UnsafeMemory memory = UnsafeMemory.INSTANCE;
    private final long address;

    ChronicleAccess(int bytes) {
        // Kept until the JVM ends.
        long raw = memory.allocate(bytes + RecordLoop.LINE);
        address = raw + RecordLoop.LINE - 1 & -RecordLoop.LINE;
        for (long at = 0; at < bytes; at += Long.BYTES) {
            memory.writeLong(address + at, 0);
        }
    }

    @Override
    public long getLong(long at) {
        return memory.readLong(address + at);
    }

    @Override
    public void putLong(long at, long value) {
        memory.writeLong(address + at, value);
    }

    @Override
    public int getInt(long at) {
        return memory.readInt(address + at);
    }

    @Override
    public void putInt(long at, int value) {
        memory.writeInt(address + at, value);
    }

    @Override
    public int getIntAcquire(long at) {
        return memory.readVolatileInt(address + at);
    }

    @Override
    public void putIntRelease(long at, int value) {
        memory.writeOrderedInt(address + at, value);
    }

    @Override
    public long getLongAcquire(long at) {
        return memory.readVolatileLong(address + at);
    }

    @Override
    public void putLongRelease(long at, long value) {
        memory.writeOrderedLong(address + at, value);
    }
}
