package io.sidecore.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A region's file, mapped to be looked at: read-only, of any kind, and even if its header is wrong, which {@link #faults} tells.
 *
 * <p>Whoever may read the file may inspect it; nothing is written and no lock is taken, so a live region does not notice.
 * The fields that are written once, at creation, are read once, at the beginning, so that all that is said of them agrees. A file that is
 * truncated while it is mapped makes a read fail with an {@link InternalError}, from this object or from
 * {@link #region}: catch it around the whole inspection, for the virtual machine may throw it a little later than the read.
 * Any thread, but not during or after {@link #close}.
 *
 * @see SharedMemory#inspect
 */
public final class RegionInspection implements AutoCloseable {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    /** Start times count from a boot time in whole seconds, which moves when the clock is set. */
    private static final long START_TOLERANCE_MILLIS = 2_000;

    private final Path file;
    private final FileChannel channel;
    private final Arena arena;
    private final MemorySegment region;
    /** The fields that are written once, as they were when this inspection began; zero if the file is shorter than a header. */
    private final MemorySegment header;

    private RegionInspection(Path file, FileChannel channel, Arena arena, MemorySegment region) {
        this.file = file;
        this.channel = channel;
        this.arena = arena;
        this.region = region;
        this.header = arena.allocate(RegionHeader.LANES_OPENED, Long.BYTES);
        if (region.byteSize() >= RegionHeader.LENGTH) {
            // Pairs with the creator's release: whoever sees READY sees every other field.
            int state = (int) INT.getAcquire(region, RegionHeader.STATE_OFFSET);
            header.copyFrom(region.asSlice(0, header.byteSize()));
            header.set(ValueLayout.JAVA_INT, RegionHeader.STATE_OFFSET, state);
        }
    }

    static RegionInspection open(Path file) throws RegionException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Before the open, which would wait for ever on a pipe.
            throw new RegionException(file + ": not a regular file, so not a Sidecore region");
        }
        FileChannel channel = null;
        Arena arena = Arena.ofShared();
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            long size = Math.min(channel.size(), RegionHeader.LENGTH + SharedMemory.MAX_CAPACITY);
            MemorySegment region = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return new RegionInspection(file, channel, arena, region);
        } catch (InternalError e) {
            arena.close();
            closeQuietly(channel);
            throw new RegionException(file + ": was truncated while it was opened", e);
        } catch (IOException e) {
            arena.close();
            if (channel != null) {
                closeQuietly(channel);
            }
            throw switch (e) {
                case NoSuchFileException missing -> new RegionException(file + ": no such file", e);
                case AccessDeniedException denied ->
                    new RegionException(file + ": permission denied; reading it needs the rights of its owner", e);
                default -> new RegionException(file + ": cannot be read: " + e.getMessage(), e);
            };
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // It was opened for reading: nothing can be lost.
        }
    }

    /**
     * What is wrong with the header: each line names the field, what it holds and what it should. Where a fault makes the fields behind it
     * meaningless (no region, another layout version), it is the last one. Whether the kind is known is not asked here.
     *
     * @return the faults, none if the region can be attached
     */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (region.byteSize() < RegionHeader.LENGTH) {
            faults.add("file has " + region.byteSize() + " bytes, a header needs " + RegionHeader.LENGTH
                    + ": it is truncated, still being created, or not a Sidecore region");
            return faults;
        }
        faults.addAll(RegionHeader.faults(header.address(), region.byteSize()));
        return faults;
    }

    /** {@return whether the file starts with the magic of a region of the layout version that this library reads} */
    public boolean isReadable() {
        return header.get(ValueLayout.JAVA_LONG, RegionHeader.MAGIC_OFFSET) == RegionHeader.MAGIC
                && version() == RegionHeader.VERSION;
    }

    /** {@return the file, as it was named} */
    public Path file() {
        return file;
    }

    /** {@return the file's bytes, read-only; as many as it had when this inspection began} */
    public MemorySegment region() {
        return region;
    }

    /**
     * Whether the file has become shorter than its mapping: reading what is missing would fail.
     *
     * @return whether it has
     * @throws IOException if the file cannot be asked
     */
    public boolean isTruncated() throws IOException {
        return channel.size() < region.byteSize();
    }

    /** {@return the layout version; this and the fields below are 0 if the file is shorter than a header} */
    public int version() {
        return header.get(ValueLayout.JAVA_INT, RegionHeader.VERSION_OFFSET);
    }

    /** {@return the number of the kind} */
    public int kindCode() {
        return header.get(ValueLayout.JAVA_INT, RegionHeader.KIND_OFFSET);
    }

    /** {@return the kind, empty if this library does not know the number} */
    public Optional<RegionKind> kind() {
        int code = kindCode();
        for (RegionKind kind : RegionKind.values()) {
            if (kind.code() == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** {@return bytes of data, as the header says} */
    public long capacity() {
        return header.get(ValueLayout.JAVA_LONG, RegionHeader.CAPACITY_OFFSET);
    }

    /** {@return the alignment of records in bytes, as the header says} */
    public int alignment() {
        return header.get(ValueLayout.JAVA_INT, RegionHeader.ALIGNMENT_OFFSET);
    }

    /** {@return when the region was created; also tells a new region from an old one of the same name} */
    public Instant created() {
        long epoch = header.get(ValueLayout.JAVA_LONG, RegionHeader.EPOCH_OFFSET);
        return Instant.ofEpochSecond(Math.floorDiv(epoch, 1_000_000_000L), Math.floorMod(epoch, 1_000_000_000L));
    }

    /** {@return the process that created the region} */
    public long creatorPid() {
        return header.get(ValueLayout.JAVA_LONG, RegionHeader.CREATOR_PID_OFFSET);
    }

    /**
     * Whether the process that created the region runs. A process with its id that has started at another time is not the one.
     *
     * @return false if it is gone; true if it runs, and if it is not known when the one with that id has started
     */
    public boolean isCreatorRunning() {
        long start = header.get(ValueLayout.JAVA_LONG, RegionHeader.CREATOR_START_OFFSET);
        return ProcessHandle.of(creatorPid()).filter(ProcessHandle::isAlive)
                .map(process -> start == 0 || process.info().startInstant()
                        .map(found -> Math.abs(found.toEpochMilli() - start) <= START_TOLERANCE_MILLIS).orElse(true))
                .orElse(false);
    }

    /** {@return how the header says that the data is divided, not checked; no lanes for most kinds} */
    public Lanes lanes() {
        return new Lanes(header.get(ValueLayout.JAVA_INT, RegionHeader.LANES),
                header.get(ValueLayout.JAVA_LONG, RegionHeader.LANE_CAPACITY));
    }

    /** {@return the places in the table of parties that somebody has, dead or alive} */
    public List<PartySnapshot> parties() {
        List<PartySnapshot> parties = new ArrayList<>();
        for (int i = 0; i < RegionHeader.PARTY_COUNT; i++) {
            party(i).ifPresent(parties::add);
        }
        return List.copyOf(parties);
    }

    /**
     * {@return who has a place in the table of parties, dead or alive; empty if nobody}
     *
     * @param place 0 to {@link RegionHeader#PARTY_COUNT} - 1
     */
    public Optional<PartySnapshot> party(int place) {
        return PartySnapshot.read(region, place);
    }

    /**
     * {@return eight bytes of the region, by acquire}
     *
     * @param offset from the start of the region, a multiple of 8
     * @throws IndexOutOfBoundsException if the file was not long enough for them when this inspection began
     */
    public long longAt(long offset) {
        return (long) LONG.getAcquire(region, offset);
    }

    /**
     * Copies bytes of the region, plain: order them with fences.
     *
     * @param offset of the first one, from the start of the region
     * @param target is filled
     * @throws IndexOutOfBoundsException if the file was not long enough for them when this inspection began
     */
    public void copyTo(long offset, byte[] target) {
        MemorySegment.copy(region, ValueLayout.JAVA_BYTE, offset, target, 0, target.length);
    }

    /** Unmaps the file; {@link #region} can no longer be read. */
    @Override
    public void close() {
        arena.close();
        closeQuietly(channel);
    }
}
