package io.sidecore.ring;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import java.nio.file.Path;

/**
 * The latency ring: one producer, one consumer, variable-length records that start on a cache line by default.
 *
 * <pre>{@code
 *   SpscRing ring = SpscRing.anonymous(1 << 20);
 *   SpscProducer producer = ring.producer();     // on the producing thread
 *   long at = producer.tryClaim(TYPE, 16);
 *   if (at >= 0) {
 *       ring.data().set(ValueLayout.JAVA_LONG, at, price);
 *       producer.commit();
 *   }
 *   SpscConsumer consumer = ring.consumer();     // on the consuming thread
 *   consumer.poll((type, segment, offset, length) -> ..., 64);
 * }</pre>
 *
 * <p>Each side is opened once per process that plays it; nothing stops two processes from opening the same side, and then the
 * ring's content is undefined. This object is immutable and may be used by any thread.
 */
public final class SpscRing {
    /** Returned by claims and offers when the consumer has not yet made room; try again later. */
    public static final long BACK_PRESSURE = -1;
    /** Records start on a cache line, so that a message of up to 56 bytes is one line. */
    public static final int DEFAULT_ALIGNMENT = 64;
    /** Smallest capacity, in bytes. */
    public static final long MIN_CAPACITY = 1024;
    /** Largest capacity, in bytes: 1 GiB, so that a length always fits an {@code int}. */
    public static final long MAX_CAPACITY = 1L << 30;

    private final SharedMemory memory;
    private final long capacity;
    private final int alignment;

    private SpscRing(SharedMemory memory, int alignment) {
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
    public static SpscRing anonymous(long capacity) {
        return anonymous(capacity, DEFAULT_ALIGNMENT);
    }

    /**
     * A ring between threads of this process, with an alignment of choice.
     *
     * @param capacity  bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @param alignment bytes, a power of two from 8 (packed) to 128
     * @return the ring, empty
     * @throws IllegalArgumentException if either is out of range
     */
    public static SpscRing anonymous(long capacity, int alignment) {
        check(capacity, alignment);
        return new SpscRing(SharedMemory.anonymous(RegionKind.SPSC_RING, capacity, alignment), alignment);
    }

    /**
     * Creates a ring in a file, for two processes.
     *
     * @param file     must not exist; best on {@code /dev/shm}
     * @param capacity bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @return the ring, empty
     * @throws RegionException          if the file cannot be created in full
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public static SpscRing create(Path file, long capacity) throws RegionException {
        return create(file, capacity, DEFAULT_ALIGNMENT);
    }

    /**
     * Creates a ring in a file, with an alignment of choice.
     *
     * @param file      must not exist; best on {@code /dev/shm}
     * @param capacity  bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @param alignment bytes, a power of two from 8 (packed) to 128
     * @return the ring, empty
     * @throws RegionException          if the file cannot be created in full
     * @throws IllegalArgumentException if either number is out of range
     */
    public static SpscRing create(Path file, long capacity, int alignment) throws RegionException {
        check(capacity, alignment);
        return new SpscRing(SharedMemory.create(file, RegionKind.SPSC_RING, capacity, alignment), alignment);
    }

    /**
     * Attaches to a ring that another process, or an earlier run, has created; what it holds stays there.
     *
     * @param file the ring's file
     * @return the ring
     * @throws RegionException if the file is missing or is not a whole ring of this version
     */
    public static SpscRing attach(Path file) throws RegionException {
        SharedMemory memory = SharedMemory.attach(file, RegionKind.SPSC_RING);
        int alignment = memory.alignment();
        try {
            check(memory.capacity(), alignment);
        } catch (IllegalArgumentException e) {
            throw new RegionException(file + ": header: " + e.getMessage(), e);
        }
        return new SpscRing(memory, alignment);
    }

    private static void check(long capacity, int alignment) {
        if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Long.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + ": must be a power of two from " + MIN_CAPACITY + " to " + MAX_CAPACITY);
        }
        if (alignment < 8 || alignment > 128 || Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException("alignment " + alignment + ": must be a power of two from 8 to 128");
        }
    }

    /**
     * Opens the producing side at the end of what was committed.
     *
     * @return the side; one thread at a time may use it
     * @throws CorruptRingException if the positions in shared memory contradict each other
     */
    public SpscProducer producer() {
        return new SpscProducer(this);
    }

    /**
     * Opens the consuming side behind the last batch whose poll ended: what a dead consumer held in mid-poll comes again.
     *
     * @return the side; one thread at a time may use it
     * @throws CorruptRingException if the positions in shared memory contradict each other
     */
    public SpscConsumer consumer() {
        return new SpscConsumer(this);
    }

    /** {@return the data of the ring; offsets that claims and handlers give refer to it} */
    public java.lang.foreign.MemorySegment data() {
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

    /** {@return bytes committed since creation, padding included; any thread, acquire} */
    public long producerPosition() {
        return OffHeap.getLongAcquire(producerPositionAddress());
    }

    /** {@return bytes consumed since creation, padding included; any thread, acquire} */
    public long consumerPosition() {
        return OffHeap.getLongAcquire(consumerPositionAddress());
    }

    /** {@return bytes committed and not yet consumed, between 0 and the capacity; a snapshot, any thread} */
    public long size() {
        // Consumer first: the producer's position is published a moment after its records are, so it may lag behind.
        long consumed = consumerPosition();
        return Math.clamp(producerPosition() - consumed, 0, capacity);
    }

    /** {@return the region that holds the ring} */
    public SharedMemory memory() {
        return memory;
    }

    long dataAddress() {
        return memory.data().address();
    }

    long producerPositionAddress() {
        return memory.region().address() + RegionHeader.PRODUCER_POSITION;
    }

    long consumerPositionAddress() {
        return memory.region().address() + RegionHeader.CONSUMER_POSITION;
    }
}
