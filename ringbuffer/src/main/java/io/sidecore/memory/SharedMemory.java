package io.sidecore.memory;

import io.sidecore.memory.access.OffHeap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;

/**
 * One mapped region with a versioned header, shared by threads (anonymous) or by processes (file).
 *
 * <p>The mapping lives as long as anything refers to this object or to a segment of it, and is then released by the garbage
 * collector; there is no {@code close}, so a ring can never reach memory that is gone. Files are written in full at creation,
 * never sparse, and every page is touched before the region is handed out: a full disk is an exception here, not a SIGBUS
 * later. Put regions on {@code /dev/shm} or another tmpfs unless they must survive a reboot. Immutable; any thread.
 */
public final class SharedMemory {
    /** Largest data capacity of a region, in bytes: 64 GiB. */
    public static final long MAX_CAPACITY = 1L << 36;

    private static final int PAGE = 4096;
    private static final int CHUNK = 1 << 20;

    private final String name;
    private final MemorySegment region;
    private final MemorySegment data;
    private final Parties parties;

    private SharedMemory(String name, MemorySegment region) {
        this.name = name;
        this.region = region;
        this.data = region.asSlice(RegionHeader.LENGTH);
        this.parties = new Parties(this);
    }

    /**
     * Creates a region that only the threads of this process can reach.
     *
     * @param kind      what it will hold
     * @param capacity  bytes of data, a positive multiple of 64
     * @param alignment alignment of records, kept in the header
     * @return the region, zeroed and pre-touched
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public static SharedMemory anonymous(RegionKind kind, long capacity, int alignment) {
        return anonymous(kind, capacity, alignment, Lanes.NONE);
    }

    /**
     * Creates a region with lanes that only the threads of this process can reach.
     *
     * @param lanes     how its data is divided
     * @param alignment alignment of records, kept in the header
     * @return the region, zeroed and pre-touched
     * @throws IllegalArgumentException if the lanes' length is out of range
     */
    public static SharedMemory anonymous(Lanes lanes, int alignment) {
        return anonymous(RegionKind.LANE_RING, lanes.length(), alignment, lanes);
    }

    private static SharedMemory anonymous(RegionKind kind, long capacity, int alignment, Lanes lanes) {
        checkCapacity(capacity);
        MemorySegment region = Arena.ofAuto().allocate(RegionHeader.LENGTH + capacity, PAGE);
        region.fill((byte) 0);
        return initialised("anonymous region", region, kind, capacity, alignment, lanes);
    }

    /**
     * Creates a file and maps it. An existing file is never touched.
     *
     * @param file      where; its folder must exist
     * @param kind      what it will hold
     * @param capacity  bytes of data, a positive multiple of 64
     * @param alignment alignment of records, kept in the header
     * @return the region, allocated in full and pre-touched
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws RegionException          if the file exists, or the disk is full (no partial file is left behind), or the folder
     *                                  cannot be written
     */
    public static SharedMemory create(Path file, RegionKind kind, long capacity, int alignment) throws RegionException {
        return create(file, kind, capacity, alignment, Lanes.NONE);
    }

    /**
     * Creates a file with lanes and maps it. An existing file is never touched.
     *
     * @param file      where; its folder must exist
     * @param lanes     how its data is divided
     * @param alignment alignment of records, kept in the header
     * @return the region, allocated in full and pre-touched
     * @throws IllegalArgumentException if the lanes' length is out of range
     * @throws RegionException          if the file exists, or the disk is full (no partial file is left behind), or the folder
     *                                  cannot be written
     */
    public static SharedMemory create(Path file, Lanes lanes, int alignment) throws RegionException {
        return create(file, RegionKind.LANE_RING, lanes.length(), alignment, lanes);
    }

    private static SharedMemory create(Path file, RegionKind kind, long capacity, int alignment, Lanes lanes)
            throws RegionException {
        checkCapacity(capacity);
        Objects.requireNonNull(kind);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw new RegionException(file + ": exists already; attach to it, or delete it first", e);
        } catch (IOException e) {
            throw new RegionException(file + ": cannot be created: " + reason(e), e);
        }
        try (channel) {
            long size = RegionHeader.LENGTH + capacity;
            allocate(channel, size);
            MemorySegment region = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto());
            touch(region);
            return initialised(file.toString(), region, kind, capacity, alignment, lanes);
        } catch (IOException e) {
            RegionException failure = new RegionException(
                    file + ": cannot allocate " + capacity + " bytes: " + reason(e) + "; nothing was kept", e);
            try {
                Files.deleteIfExists(file);
            } catch (IOException undeleted) {
                failure.addSuppressed(undeleted);
            }
            throw failure;
        }
    }

    /**
     * Maps a region that another process, or an earlier run, has created. Never writes to it, never waits.
     *
     * @param file the region's file
     * @param kind what it must hold
     * @return the region
     * @throws RegionException if the file is missing, truncated, half created, of another version or of another kind
     */
    public static SharedMemory attach(Path file, RegionKind kind) throws RegionException {
        Objects.requireNonNull(kind);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            if (size < RegionHeader.LENGTH) {
                throw new RegionException(file + ": file has " + size + " bytes, a header needs " + RegionHeader.LENGTH
                        + ": it is truncated, or still being created");
            }
            MemorySegment region = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto());
            RegionHeader.verify(file.toString(), region.address(), size, kind);
            return new SharedMemory(file.toString(), region);
        } catch (NoSuchFileException e) {
            throw new RegionException(file + ": no such file; has the other side created it?", e);
        } catch (RegionException e) {
            throw e;
        } catch (IOException e) {
            throw new RegionException(file + ": cannot be attached: " + reason(e), e);
        }
    }

    private static SharedMemory initialised(String name, MemorySegment region, RegionKind kind, long capacity,
            int alignment, Lanes lanes) {
        Instant now = Instant.now();
        long epoch = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        RegionHeader.write(region.address(), kind, capacity, alignment, lanes, epoch);
        return new SharedMemory(name, region);
    }

    private static void checkCapacity(long capacity) {
        if (capacity <= 0 || capacity > MAX_CAPACITY || capacity % 64 != 0) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + ": must be a multiple of 64 from 64 to " + MAX_CAPACITY + " bytes");
        }
    }

    private static void allocate(FileChannel channel, long size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
        for (long at = 0; at < size;) {
            zeros.clear().limit((int) Math.min(CHUNK, size - at));
            at += channel.write(zeros, at);
        }
    }

    private static void touch(MemorySegment region) {
        for (long at = 0; at < region.byteSize(); at += PAGE) {
            OffHeap.putLong(region.address() + at, 0);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such folder";
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            case null, default -> e.getMessage();
        };
    }

    /** {@return the file's name, or words that say that there is none} */
    public String name() {
        return name;
    }

    /** {@return bytes of data behind the header} */
    public long capacity() {
        return data.byteSize();
    }

    /** {@return the alignment of records that the creator has chosen, in bytes} */
    public int alignment() {
        return OffHeap.getInt(region.address() + RegionHeader.ALIGNMENT_OFFSET);
    }

    /** {@return how the header says that the data is divided, read anew and not checked; no lanes for most kinds} */
    public Lanes lanes() {
        return new Lanes(OffHeap.getInt(region.address() + RegionHeader.LANES),
                OffHeap.getLong(region.address() + RegionHeader.LANE_CAPACITY));
    }

    /** {@return when the region was created, in nanoseconds since 1970; tells a new region from an old one of the same name} */
    public long epoch() {
        return OffHeap.getLong(region.address() + RegionHeader.EPOCH_OFFSET);
    }

    /** {@return the process that created the region} */
    public long creatorPid() {
        return OffHeap.getLong(region.address() + RegionHeader.CREATOR_PID_OFFSET);
    }

    /** {@return who plays which role on this region} */
    public Parties parties() {
        return parties;
    }

    /** {@return the data behind the header, bounds-checked} */
    public MemorySegment data() {
        return data;
    }

    /** {@return header and data, for tools and layout tests} */
    public MemorySegment region() {
        return region;
    }
}
