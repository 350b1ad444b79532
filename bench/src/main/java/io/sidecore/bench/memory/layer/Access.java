package io.sidecore.bench.memory.layer;

/**
 * What a ring needs of a memory, at offsets from its start. Plain but for those whose names say otherwise. Each fork has one implementation, so that
 * its methods are inlined behind one check of the type.
 */
interface Access {
    long getLong(long at);

    void putLong(long at, long value);

    int getInt(long at);

    void putInt(long at, int value);

    int getIntAcquire(long at);

    void putIntRelease(long at, int value);

    long getLongAcquire(long at);

    void putLongRelease(long at, long value);
}
