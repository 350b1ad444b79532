package io.sidecore.memory;

import io.sidecore.memory.access.OffHeap;
import java.util.ArrayList;
import java.util.List;

/**
 * Offsets and constants of the header, version 1; see the diagram of this package.
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
    /**
     * The 32-bit word on which the consumer waits for messages, with futex(2): bit 0 says that somebody waits, the others count the
     * wake-ups.
     */
    public static final int CONSUMER_WAIT = 256;
    /** The 32-bit word on which producers wait for room, of the same form. */
    public static final int PRODUCER_WAIT = 384;
    /** Where the position that the producer writes stands; in its 128 bytes only the producer writes. */
    public static final int PRODUCER_POSITION = 512;
    /** Where the position that the consumer writes stands; in its 128 bytes only the consumer writes. */
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
    /** Broadcast ring: where the publisher says how far it may have written, alone in its 128 bytes. */
    public static final int BROADCAST_TAIL_INTENT = 512;
    /** Broadcast ring: where the end of what is published stands, alone in its 128 bytes. */
    public static final int BROADCAST_TAIL = 640;
    /** Broadcast ring: where the position of the newest record stands, alone in its 128 bytes. */
    public static final int BROADCAST_LATEST = 768;
    /** Latest value: where the sequence number of the newest value stands, alone in its 128 bytes. */
    public static final int VALUE_SEQUENCE = 512;
    /** Latest value: where the length of a value stands, written once at creation. */
    public static final int VALUE_LENGTH = 640;

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
    /** Size of the region's huge pages, of which its file is a whole number; 0 if its pages are ordinary ones. */
    static final int PAGE_SIZE_OFFSET = 64;

    private static final long LARGEST_PAGE = 1L << 34;

    static final int READY = 1;

    private RegionHeader() {}

    /** Bytes of a file that holds a header and so many bytes of data, in huge pages of that size if it is not 0. */
    static long fileSize(long capacity, long hugePage) {
        long size = LENGTH + capacity;
        return hugePage == 0 ? size : size + hugePage - 1 & -hugePage;
    }

    static void write(long address, RegionKind kind, long capacity, int alignment, Lanes lanes, long epoch,
            long hugePage) {
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
        OffHeap.putLong(address + PAGE_SIZE_OFFSET, hugePage);
        // Pairs with the acquire in verify: whoever sees READY sees every field above.
        OffHeap.putIntRelease(address + STATE_OFFSET, READY);
    }

    /** Returns the bytes of header and data, for what is read back may have changed in the meantime. */
    static long verify(String name, long address, long size, RegionKind kind) throws RegionException {
        List<String> faults = faults(address, size);
        if (!faults.isEmpty()) {
            throw new RegionException(name + ": " + faults.getFirst());
        }
        int found = OffHeap.getInt(address + KIND_OFFSET);
        if (found != kind.code()) {
            throw new RegionException(name + ": kind is " + found + ", expected " + kind.code() + " (" + kind + ")");
        }
        long length = LENGTH + OffHeap.getLong(address + CAPACITY_OFFSET);
        if (length <= LENGTH || length > size) {
            throw new RegionException(name + ": its header changes while it is read");
        }
        return length;
    }

    /** What is wrong, field by field; {@code size}, that of the file, is at least that of a header. */
    static List<String> faults(long address, long size) {
        List<String> faults = new ArrayList<>();
        int state = OffHeap.getIntAcquire(address + STATE_OFFSET);
        long magic = OffHeap.getLong(address + MAGIC_OFFSET);
        if (magic != MAGIC && (magic != 0 || state != 0)) {
            faults.add("magic is 0x" + Long.toHexString(magic) + ", not that of a Sidecore region");
            return faults;
        }
        if (state != READY) {
            faults.add("state is " + state + ": the region is still being created, or its creator died"
                    + " while creating it; retry, or delete the file and create it again");
            if (magic == 0) {
                return faults;
            }
        }
        int version = OffHeap.getInt(address + VERSION_OFFSET);
        if (version != VERSION) {
            faults.add("layout version is " + version + ", this library reads version " + VERSION);
            return faults;
        }
        long dataOffset = OffHeap.getLong(address + DATA_OFFSET_OFFSET);
        if (dataOffset != LENGTH) {
            faults.add("data offset is " + dataOffset + ", expected " + LENGTH);
        }
        long capacity = OffHeap.getLong(address + CAPACITY_OFFSET);
        if (capacity <= 0 || capacity > SharedMemory.MAX_CAPACITY) {
            faults.add("capacity is " + capacity + ", out of range");
            return faults;
        }
        long hugePage = OffHeap.getLong(address + PAGE_SIZE_OFFSET);
        if (hugePage != 0 && (hugePage < LENGTH || hugePage > LARGEST_PAGE || Long.bitCount(hugePage) != 1)) {
            faults.add("page size is " + hugePage + ", out of range");
        } else if (size != fileSize(capacity, hugePage)) {
            faults.add("file has " + size + " bytes, its header says " + fileSize(capacity, hugePage)
                    + ": it was truncated or overwritten");
        }
        return faults;
    }
}
