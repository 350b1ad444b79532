package io.sidecore.memory;

import io.sidecore.memory.access.OffHeap;

/**
 * Offsets and constants of the header page, version 1; see the diagram of this package.
 *
 * <p>Public for tools and for the other modules of Sidecore; all offsets are in bytes from the start of the region.
 */
public final class RegionHeader {
    /** First eight bytes of every region: the ASCII letters {@code SIDECORE}. */
    public static final long MAGIC = 0x45524F4345444953L;
    /** Version of the layout; a region with another one is refused. */
    public static final int VERSION = 1;
    /** Size of the header, and so the offset of the data. */
    public static final int LENGTH = 8192;
    /** Where the position that the producer writes stands, alone in its 128 bytes. */
    public static final int PRODUCER_POSITION = 512;
    /** Where the position that the consumer writes stands, alone in its 128 bytes. */
    public static final int CONSUMER_POSITION = 640;
    /** Lanes that the data is divided into, four bytes; 0 where there are none. */
    public static final int LANES = 72;
    /** Bytes of records in each lane; 0 where there are none. */
    public static final int LANE_CAPACITY = 80;
    /** A bit for every lane that a producer has ever opened, the first lane's lowest: the consumer looks at no other lane. */
    public static final int LANES_OPENED = 88;
    /** Bit 0 is set when the region is closed to new messages, bit n when the lane of the producer at place n is quarantined. */
    public static final int CLOSED = 768;
    /** A counter that all parties draw correlation ids from. */
    public static final int CORRELATION = 896;
    /** The table of registered parties: the consumer first, then the producers. */
    public static final int PARTIES = 1024;
    /** Bytes of one party in the table. */
    public static final int PARTY_LENGTH = 128;
    /** Parties in the table. */
    public static final int PARTY_COUNT = (LENGTH - PARTIES) / PARTY_LENGTH;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int KIND_OFFSET = 12;
    static final int CAPACITY_OFFSET = 16;
    static final int DATA_OFFSET_OFFSET = 24;
    static final int ALIGNMENT_OFFSET = 32;
    static final int STATE_OFFSET = 36;
    static final int EPOCH_OFFSET = 40;
    static final int CREATOR_PID_OFFSET = 48;
    static final int CREATOR_START_OFFSET = 56;

    static final int READY = 1;

    private RegionHeader() {}

    static void write(long address, RegionKind kind, long capacity, int alignment, Lanes lanes, long epoch) {
        ProcessHandle self = ProcessHandle.current();
        OffHeap.putLong(address + MAGIC_OFFSET, MAGIC);
        OffHeap.putInt(address + VERSION_OFFSET, VERSION);
        OffHeap.putInt(address + KIND_OFFSET, kind.code());
        OffHeap.putLong(address + CAPACITY_OFFSET, capacity);
        OffHeap.putLong(address + DATA_OFFSET_OFFSET, LENGTH);
        OffHeap.putInt(address + ALIGNMENT_OFFSET, alignment);
        OffHeap.putLong(address + EPOCH_OFFSET, epoch);
        OffHeap.putInt(address + LANES, lanes.count());
        OffHeap.putLong(address + LANE_CAPACITY, lanes.capacity());
        OffHeap.putLong(address + CREATOR_PID_OFFSET, self.pid());
        OffHeap.putLong(address + CREATOR_START_OFFSET,
                self.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L));
        // Pairs with the acquire in verify: whoever sees READY sees every field above.
        OffHeap.putIntRelease(address + STATE_OFFSET, READY);
    }

    static void verify(String name, long address, long size, RegionKind kind) throws RegionException {
        int state = OffHeap.getIntAcquire(address + STATE_OFFSET);
        long magic = OffHeap.getLong(address + MAGIC_OFFSET);
        if (magic != MAGIC && (magic != 0 || state != 0)) {
            throw new RegionException(
                    name + ": magic is 0x" + Long.toHexString(magic) + ", not that of a Sidecore region");
        }
        if (state != READY) {
            throw new RegionException(
                    name + ": state is " + state + ": the region is still being created, or its creator died"
                            + " while creating it; retry, or delete the file and create it again");
        }
        int version = OffHeap.getInt(address + VERSION_OFFSET);
        if (version != VERSION) {
            throw new RegionException(
                    name + ": layout version is " + version + ", this library reads version " + VERSION);
        }
        int found = OffHeap.getInt(address + KIND_OFFSET);
        if (found != kind.code()) {
            throw new RegionException(name + ": kind is " + found + ", expected " + kind.code() + " (" + kind + ")");
        }
        long dataOffset = OffHeap.getLong(address + DATA_OFFSET_OFFSET);
        if (dataOffset != LENGTH) {
            throw new RegionException(name + ": data offset is " + dataOffset + ", expected " + LENGTH);
        }
        long capacity = OffHeap.getLong(address + CAPACITY_OFFSET);
        if (capacity <= 0 || capacity > SharedMemory.MAX_CAPACITY) {
            throw new RegionException(name + ": capacity is " + capacity + ", out of range");
        }
        if (size != LENGTH + capacity) {
            throw new RegionException(name + ": file has " + size + " bytes, its header says " + (LENGTH + capacity)
                    + ": it was truncated or overwritten");
        }
    }
}
