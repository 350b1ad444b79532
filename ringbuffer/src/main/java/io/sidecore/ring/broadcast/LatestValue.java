package io.sidecore.ring.broadcast;

import io.sidecore.memory.Parties;
import io.sidecore.memory.Party;
import io.sidecore.memory.Registration;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.CorruptRingException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The newest value of a fixed-size record, never torn: a quote, a set of limits, a state. One writer, any number of readers.
 *
 * <pre>{@code
 *   LatestValue quote = LatestValue.anonymous(64);
 *   quote.writer().write(source);                      // on the writing thread
 *   long sequence = quote.reader().read(target);       // on each reading thread
 * }</pre>
 *
 * <p>Neither side waits for the other. A writer that dies in the middle of a write leaves the previous value readable for ever. The
 * writing side is opened once; nothing stops two processes from opening it, and then the content is undefined, though readers
 * stay safe. This object is immutable and may be used by any thread.
 */
public final class LatestValue {
    /** Returned by reads when there is no value, or none that is newer; the target is untouched. */
    public static final long NONE = 0;
    /**
     * Returned by reads when each of {@value #ATTEMPTS} copies was overwritten while it was made, each time by four writes or more:
     * the target's content is undefined, try again later.
     */
    public static final long OVERTAKEN = -1;
    /** Copies that a read makes before it gives up. */
    public static final int ATTEMPTS = 16;
    /** Longest value, in bytes: 64 KiB. */
    public static final int MAX_LENGTH = 1 << 16;

    /** Of the writer, in the table of parties. */
    static final int WRITER_PLACE = Parties.CONSUMER + 1;
    static final int SLOTS = 4;
    /** Where in a slot the value starts, behind the stamp. */
    static final int VALUE_OFFSET = Long.BYTES;
    /** Stamp of a slot in work; no value has this sequence number. */
    static final long IN_WORK = 0;
    private static final int SLOT_ALIGNMENT = 128;

    private final SharedMemory memory;
    private final int length;

    private LatestValue(SharedMemory memory, int length) {
        this.memory = memory;
        this.length = length;
    }

    /**
     * A value shared by threads of this process.
     *
     * @param length bytes of the value, 1 to {@link #MAX_LENGTH}
     * @return the value, never written yet
     * @throws IllegalArgumentException if the length is out of range
     */
    public static LatestValue anonymous(int length) {
        check(length);
        return initialised(SharedMemory.anonymous(RegionKind.LATEST_VALUE, capacity(length), SLOT_ALIGNMENT), length);
    }

    /**
     * Creates a value in a file, for several processes.
     *
     * @param file   must not exist; best on {@code /dev/shm}
     * @param length bytes of the value, 1 to {@link #MAX_LENGTH}
     * @return the value, never written yet
     * @throws RegionException          if the file cannot be created in full
     * @throws IllegalArgumentException if the length is out of range
     */
    public static LatestValue create(Path file, int length) throws RegionException {
        check(length);
        return initialised(SharedMemory.create(file, RegionKind.LATEST_VALUE, capacity(length), SLOT_ALIGNMENT),
                length);
    }

    /**
     * Attaches to a value that another process, or an earlier run, has created; what it holds stays there.
     *
     * @param file the value's file
     * @return the value
     * @throws RegionException if the file is missing or is not a whole value of this version
     */
    public static LatestValue attach(Path file) throws RegionException {
        SharedMemory memory = SharedMemory.attach(file, RegionKind.LATEST_VALUE);
        // Pairs with the release in initialised.
        long length = OffHeap.getLongAcquire(memory.region().address() + RegionHeader.VALUE_LENGTH);
        if (length == 0) {
            throw new RegionException(
                    file + ": value length is 0: the region is still being created, or its creator died"
                            + " while creating it; retry, or delete the file and create it again");
        }
        if (length < 0 || length > MAX_LENGTH || capacity((int) length) != memory.capacity()) {
            throw new RegionException(file + ": value length is " + length + ", which does not fit the capacity "
                    + memory.capacity());
        }
        return new LatestValue(memory, (int) length);
    }

    private static LatestValue initialised(SharedMemory memory, int length) {
        // Pairs with the acquire in attach: the region's header is ready before this word is.
        OffHeap.putLongRelease(memory.region().address() + RegionHeader.VALUE_LENGTH, length);
        return new LatestValue(memory, length);
    }

    private static void check(int length) {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length " + length + ": must be from 1 to " + MAX_LENGTH);
        }
    }

    static long capacity(int length) {
        return SLOTS * slotLength(length);
    }

    static long slotLength(int length) {
        return RecordLayout.align((long) length + VALUE_OFFSET, SLOT_ALIGNMENT);
    }

    /**
     * Opens the writing side behind the last value written. A value that a dead writer has not published is dropped.
     *
     * @return the side; one thread at a time may use it
     * @throws IllegalStateException if another writer is open that is not known to be dead
     * @throws CorruptRingException  if shared memory holds what no writer leaves behind
     */
    public LatestValueWriter writer() {
        Registration registration = writerParty().register("writer");
        try {
            return new LatestValueWriter(this, registration);
        } catch (CorruptRingException e) {
            registration.close();
            throw e;
        }
    }

    /** {@return who writes} */
    public Party writerParty() {
        return memory.parties().get(WRITER_PLACE);
    }

    /** {@return a reading side; one thread at a time may use it} */
    public LatestValueReader reader() {
        return new LatestValueReader(this);
    }

    /** {@return bytes of the value} */
    public int length() {
        return length;
    }

    /** {@return the slots; offsets that claims give refer to it} */
    public MemorySegment data() {
        return memory.data();
    }

    /** {@return sequence number of the newest value, {@link #NONE} if there is none; any thread, acquire} */
    public long sequence() {
        return OffHeap.getLongAcquire(sequenceAddress());
    }

    /** {@return the region that holds the value} */
    public SharedMemory memory() {
        return memory;
    }

    /** Slots are told apart by the low two bits, so any number gives one. */
    long slotOffset(long sequence) {
        return (sequence & SLOTS - 1) * slotLength(length);
    }

    long dataAddress() {
        return memory.data().address();
    }

    long sequenceAddress() {
        return memory.region().address() + RegionHeader.VALUE_SEQUENCE;
    }

    CorruptRingException corrupt(long sequence, long stamp) {
        return new CorruptRingException(memory.name() + ": newest value has sequence number " + sequence
                + ", but its slot is stamped " + stamp);
    }
}
