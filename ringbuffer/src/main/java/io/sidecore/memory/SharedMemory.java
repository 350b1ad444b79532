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
import java.util.Optional;

/**
 * One mapped region with a versioned header, shared by threads (anonymous) or by processes (file or memfd).
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
    private final int alignment;
    private final Parties parties;
    /** Null unless the region is in a memfd. */
    private final MemoryFile memfd;
    /** Null unless the region is in a file. */
    private final Path file;

    private SharedMemory(String name, MemorySegment region, MemoryFile memfd, Path file) {
        this.name = name;
        this.region = region;
        this.data = region.asSlice(RegionHeader.LENGTH);
        this.alignment = OffHeap.getInt(region.address() + RegionHeader.ALIGNMENT_OFFSET);
        this.memfd = memfd;
        this.file = file;
        this.parties = new Parties(this);
    }

    /**
     * Creates a region that only the threads of this process can reach, in ordinary pages.
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
        return initialised("anonymous region", region, kind, capacity, alignment, lanes, 0, null, null);
    }

    /**
     * Creates a region that only the threads of this process can reach, in pages of choice. One in huge pages is a memfd
     * whose descriptor is closed at once.
     *
     * @param kind      what it will hold
     * @param capacity  bytes of data, a positive multiple of 64
     * @param alignment alignment of records, kept in the header
     * @param pages     of which size
     * @return the region, zeroed and pre-touched
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws RegionException          if the system has not enough free huge pages; the message says how to get them
     */
    public static SharedMemory anonymous(RegionKind kind, long capacity, int alignment, PageSize pages)
            throws RegionException {
        if (pages == PageSize.BASE) {
            return anonymous(kind, capacity, alignment);
        }
        SharedMemory memory = memfd("anonymous", kind, capacity, alignment, pages);
        memory.releaseDescriptor();
        return memory;
    }

    /**
     * Creates a region in memory that has no name in any file system, in ordinary pages.
     *
     * @param name      for {@code /proc/pid/maps} and for messages, up to 249 bytes; need not be unique
     * @param kind      what it will hold
     * @param capacity  bytes of data, a positive multiple of 64
     * @param alignment alignment of records, kept in the header
     * @return the region, allocated in full, sealed and pre-touched
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws RegionException          if the kernel refuses it, for want of memory or of descriptors for example
     * @see #memfd(String, RegionKind, long, int, PageSize)
     */
    public static SharedMemory memfd(String name, RegionKind kind, long capacity, int alignment)
            throws RegionException {
        return memfd(name, kind, capacity, alignment, PageSize.BASE);
    }

    /**
     * Creates a region in memory that has no name in any file system, with memfd_create(2): nothing is left behind, however its processes
     * end. It is sealed against shrinking and growing, so that no peer can take pages from under this process; a peer
     * can still punch holes, which read as zeros.
     *
     * <p>Processes of the same user attach by {@link #path()}, as long as this process has the descriptor open: until
     * {@link #releaseDescriptor()}, or until this object is garbage, or until the process ends. Who has attached stays
     * attached; the memory goes with its last mapping. The descriptor is not inherited by child processes. Unlike a tmpfs, a
     * memfd has no size limit: a request beyond what the machine has ends with the kernel's OOM killer, not with an exception.
     *
     * @param name      for {@code /proc/pid/maps} and for messages, up to 249 bytes; need not be unique
     * @param kind      what it will hold
     * @param capacity  bytes of data, a positive multiple of 64
     * @param alignment alignment of records, kept in the header
     * @param pages     of which size; huge ones are taken whole, so that the file may be longer than the region
     * @return the region, allocated in full, sealed and pre-touched
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws RegionException          if the kernel refuses it; for want of huge pages, the message says how to get them
     */
    public static SharedMemory memfd(String name, RegionKind kind, long capacity, int alignment, PageSize pages)
            throws RegionException {
        checkCapacity(capacity);
        Objects.requireNonNull(kind);
        String title = "memfd:" + name;
        long hugePage = pages == PageSize.HUGE ? HugePages.defaultSize(title) : 0;
        long size = RegionHeader.fileSize(capacity, hugePage);
        MemoryFile memfd = MemoryFile.create(name, size, hugePage);
        try (FileChannel channel = FileChannel.open(memfd.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment region = map(channel, size, RegionHeader.LENGTH + capacity);
            return initialised(title, region, kind, capacity, alignment, Lanes.NONE, hugePage, memfd, null);
        } catch (IOException e) {
            memfd.close();
            throw new RegionException(title + ": cannot be mapped: " + reason(e), e);
        }
    }

    /**
     * Creates a file and maps it. An existing file is never touched. On a hugetlbfs mount the region is in huge pages of that
     * mount's size, and the file is a whole number of them.
     *
     * @param file      where; its folder must exist
     * @param kind      what it will hold
     * @param capacity  bytes of data, a positive multiple of 64
     * @param alignment alignment of records, kept in the header
     * @return the region, allocated in full and pre-touched
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws RegionException          if the file exists, or the disk is full (no partial file is left behind), or the folder
     *                                  cannot be written, or a hugetlbfs has not enough free pages
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
            long hugePage = HugePages.sizeOn(file);
            long size = RegionHeader.fileSize(capacity, hugePage);
            if (hugePage == 0) {
                allocate(channel, size);
            } else {
                MemoryFile.allocateHuge(file, size, hugePage);
            }
            MemorySegment region = map(channel, size, RegionHeader.LENGTH + capacity);
            return initialised(file.toString(), region, kind, capacity, alignment, lanes, hugePage, null, file);
        } catch (IOException e) {
            RegionException failure = e instanceof RegionException named
                    ? named
                    : new RegionException(file + ": cannot allocate " + capacity + " bytes: " + reason(e)
                            + "; nothing was kept", e);
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
     * @param file the region's file, or the {@link #path()} of a memfd in the process that holds it
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
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto());
            long length = RegionHeader.verify(file.toString(), mapped.address(), size, kind);
            return new SharedMemory(file.toString(), mapped.asSlice(0, length), null, file);
        } catch (NoSuchFileException e) {
            throw new RegionException(file + ": no such file; has the other side created it?", e);
        } catch (RegionException e) {
            throw e;
        } catch (IOException e) {
            throw new RegionException(file + ": cannot be attached: " + reason(e), e);
        }
    }

    /**
     * Maps a region's file to be looked at, of whatever kind and however broken. Read-only; a live region does not notice.
     *
     * @param file the region's file
     * @return the inspection, to be closed
     * @throws RegionException if the file is missing, is no regular file, or may not be read
     */
    public static RegionInspection inspect(Path file) throws RegionException {
        return RegionInspection.open(file);
    }

    private static SharedMemory initialised(String name, MemorySegment region, RegionKind kind, long capacity,
            int alignment, Lanes lanes, long hugePage, MemoryFile memfd, Path file) {
        Instant now = Instant.now();
        long epoch = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        RegionHeader.write(region.address(), kind, capacity, alignment, lanes, epoch, hugePage);
        return new SharedMemory(name, region, memfd, file);
    }

    /** Maps the whole file, for huge pages are unmapped whole or not at all, and touches what will be used of it. */
    private static MemorySegment map(FileChannel channel, long size, long length) throws IOException {
        MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto());
        MemorySegment region = mapped.asSlice(0, length);
        touch(region);
        return region;
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

    /**
     * Where other processes attach: the region's file, or {@code /proc/pid/fd/n} for a memfd. The latter holds for processes of the same
     * user (whoever may trace this one, see proc_pid_fd(5)) that see the same process ids, as long as the descriptor is
     * open; a process that does not match finds no file there, or one that attaching refuses.
     *
     * @return the path; empty for an anonymous region, and for a memfd whose descriptor is released
     */
    public Optional<Path> path() {
        return memfd != null && memfd.isOpen() ? Optional.of(memfd.path()) : Optional.ofNullable(file);
    }

    /**
     * Closes the descriptor of a memfd: from now on nobody can attach, and whoever has attached stays. Without effect on other
     * regions, whose descriptors are closed at creation, and when repeated. Any thread.
     */
    public void releaseDescriptor() {
        if (memfd != null) {
            memfd.close();
        }
    }

    /** {@return bytes of each huge page the region is in, as the header says; 0 if its pages are ordinary ones} */
    public long hugePageSize() {
        return OffHeap.getLong(region.address() + RegionHeader.PAGE_SIZE_OFFSET);
    }

    /** {@return bytes of data behind the header} */
    public long capacity() {
        return data.byteSize();
    }

    /** {@return the alignment of records that the creator has chosen, in bytes; read once, when the region was mapped} */
    public int alignment() {
        return alignment;
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
