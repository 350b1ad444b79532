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
 * One publisher to any number of readers, lossy: the publisher never waits, and a reader that is too slow is told how many
 * messages it has missed.
 *
 * <pre>{@code
 *   BroadcastRing ring = BroadcastRing.anonymous(1 << 20);
 *   BroadcastPublisher publisher = ring.publisher();   // on the publishing thread
 *   long at = publisher.claim(TYPE, 16);
 *   ring.data().set(ValueLayout.JAVA_LONG, at, price);
 *   publisher.commit();
 *   BroadcastReader reader = ring.reader();            // on each reading thread
 *   reader.poll((type, segment, offset, length) -> ..., 64);
 *   long missed = reader.missed();
 * }</pre>
 *
 * <p>The publishing side is opened once; nothing stops two processes from opening it, and then the ring's content is undefined,
 * though readers stay safe. Readers write nothing, and the publisher does not know of them. This object is immutable and may
 * be used by any thread.
 */
public final class BroadcastRing {
    /** Records start on a cache line, so that a message of up to 48 bytes is one line. */
    public static final int DEFAULT_ALIGNMENT = 64;
    /** Smallest capacity, in bytes. */
    public static final long MIN_CAPACITY = 1024;
    /** Largest capacity, in bytes: 1 GiB, so that a length always fits an {@code int}. */
    public static final long MAX_CAPACITY = 1L << 30;

    /** Of the publisher, in the table of parties. */
    static final int PUBLISHER_PLACE = Parties.CONSUMER + 1;

    private final SharedMemory memory;
    private final long capacity;
    private final int alignment;

    private BroadcastRing(SharedMemory memory, int alignment) {
        this.memory = memory;
        this.capacity = memory.capacity();
        this.alignment = alignment;
    }

    /**
     * A ring between threads of this process.
     *
     * @param capacity bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @return the ring, empty
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public static BroadcastRing anonymous(long capacity) {
        return anonymous(capacity, DEFAULT_ALIGNMENT);
    }

    /**
     * A ring between threads of this process, with an alignment of choice.
     *
     * @param capacity  bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @param alignment bytes, a power of two from 16 (packed) to 128
     * @return the ring, empty
     * @throws IllegalArgumentException if either is out of range
     */
    public static BroadcastRing anonymous(long capacity, int alignment) {
        check(capacity, alignment);
        return new BroadcastRing(SharedMemory.anonymous(RegionKind.BROADCAST_RING, capacity, alignment), alignment);
    }

    /** A ring that has lived for long: its positions start elsewhere than at zero. */
    static BroadcastRing anonymousAt(long capacity, int alignment, long position) {
        BroadcastRing ring = anonymous(capacity, alignment);
        OffHeap.putLong(ring.tailIntentAddress(), position);
        OffHeap.putLong(ring.tailAddress(), position);
        OffHeap.putLong(ring.latestAddress(), position);
        return ring;
    }

    /**
     * Creates a ring in a file, for several processes.
     *
     * @param file     must not exist; best on {@code /dev/shm}
     * @param capacity bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @return the ring, empty
     * @throws RegionException          if the file cannot be created in full
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public static BroadcastRing create(Path file, long capacity) throws RegionException {
        return create(file, capacity, DEFAULT_ALIGNMENT);
    }

    /**
     * Creates a ring in a file, with an alignment of choice.
     *
     * @param file      must not exist; best on {@code /dev/shm}
     * @param capacity  bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @param alignment bytes, a power of two from 16 (packed) to 128
     * @return the ring, empty
     * @throws RegionException          if the file cannot be created in full
     * @throws IllegalArgumentException if either number is out of range
     */
    public static BroadcastRing create(Path file, long capacity, int alignment) throws RegionException {
        check(capacity, alignment);
        return new BroadcastRing(SharedMemory.create(file, RegionKind.BROADCAST_RING, capacity, alignment), alignment);
    }

    /**
     * Attaches to a ring that another process, or an earlier run, has created; what it holds stays there.
     *
     * @param file the ring's file
     * @return the ring
     * @throws RegionException if the file is missing or is not a whole ring of this version
     */
    public static BroadcastRing attach(Path file) throws RegionException {
        SharedMemory memory = SharedMemory.attach(file, RegionKind.BROADCAST_RING);
        int alignment = memory.alignment();
        try {
            check(memory.capacity(), alignment);
        } catch (IllegalArgumentException e) {
            throw new RegionException(file + ": header: " + e.getMessage(), e);
        }
        return new BroadcastRing(memory, alignment);
    }

    static void check(long capacity, int alignment) {
        if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Long.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + ": must be a power of two from " + MIN_CAPACITY + " to " + MAX_CAPACITY);
        }
        if (alignment < 16 || alignment > 128 || Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException("alignment " + alignment + ": must be a power of two from 16 to 128");
        }
    }

    /**
     * Opens the publishing side behind the last published message. What a dead publisher claimed and did not publish is
     * overwritten; sequence numbers go on without a gap.
     *
     * @return the side; one thread at a time may use it
     * @throws IllegalStateException if another publisher is open that is not known to be dead
     * @throws CorruptRingException  if shared memory holds what no publisher leaves behind
     */
    public BroadcastPublisher publisher() {
        Registration registration = publisherParty().register("publisher");
        try {
            return new BroadcastPublisher(this, registration);
        } catch (CorruptRingException e) {
            registration.close();
            throw e;
        }
    }

    /** {@return who publishes} */
    public Party publisherParty() {
        return memory.parties().get(PUBLISHER_PLACE);
    }

    /**
     * Joins: the first message to be polled is the next one to be published, and misses count from there.
     *
     * @return a reader; one thread at a time may use it
     * @throws CorruptRingException if shared memory holds what no publisher leaves behind
     */
    public BroadcastReader reader() {
        NewestRecord newest = NewestRecord.find(this);
        return new BroadcastReader(this, newest.tail(), newest.next());
    }

    /**
     * Joins one message earlier: the first to be polled is the newest that is published already, if there is one.
     *
     * @return a reader; one thread at a time may use it
     * @throws CorruptRingException if shared memory holds what no publisher leaves behind
     */
    public BroadcastReader readerFromLatest() {
        NewestRecord newest = NewestRecord.find(this);
        boolean empty = newest.position() == newest.tail();
        return new BroadcastReader(this, newest.position(), empty ? newest.next() : newest.next() - 1);
    }

    /** {@return the data of the ring; offsets that claims give refer to it} */
    public MemorySegment data() {
        return memory.data();
    }

    /** {@return bytes of data, a power of two} */
    public long capacity() {
        return capacity;
    }

    /** {@return the multiple of which every record's length is, in bytes} */
    public int alignment() {
        return alignment;
    }

    /** {@return the longest payload of a message, in bytes: a quarter of the ring less the header} */
    public int maxMessageLength() {
        return (int) (capacity / 4) - RecordLayout.HEADER_LENGTH;
    }

    /** {@return bytes published since creation, padding included; any thread, acquire} */
    public long position() {
        return OffHeap.getLongAcquire(tailAddress());
    }

    /** {@return the region that holds the ring} */
    public SharedMemory memory() {
        return memory;
    }

    long dataAddress() {
        return memory.data().address();
    }

    long tailIntentAddress() {
        return memory.region().address() + RegionHeader.BROADCAST_TAIL_INTENT;
    }

    long tailAddress() {
        return memory.region().address() + RegionHeader.BROADCAST_TAIL;
    }

    long latestAddress() {
        return memory.region().address() + RegionHeader.BROADCAST_LATEST;
    }

    CorruptRingException corrupt(long position, long header, long sequence) {
        return new CorruptRingException(memory.name() + ": record at position " + position + ": "
                + RecordLayout.describe(header, sequence) + " are not those of a record");
    }
}
