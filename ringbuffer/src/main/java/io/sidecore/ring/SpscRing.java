package io.sidecore.ring;

import io.sidecore.memory.PageSize;
import io.sidecore.memory.Parties;
import io.sidecore.memory.Party;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.Registration;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
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
 * <p>Each side is open once at a time, and registered with its process; the place of a dead process is taken over by the next.
 */
public final class SpscRing extends Ring {
    /** Behind the producer's position, in its line: 1 while a producer is open, or if the last one has died. */
    static final int PRODUCER_OPEN = Long.BYTES;

    private final int producerPlace;
    private final boolean lane;

    SpscRing(SharedMemory memory) {
        super(memory, memory.data(), RegionHeader.PRODUCER_POSITION);
        this.producerPlace = Parties.CONSUMER + 1;
        this.lane = false;
    }

    /** One lane of a larger ring. {@code positions}: offset of its producer's line in the region. */
    SpscRing(SharedMemory memory, MemorySegment data, long positions, int producerPlace) {
        super(memory, data, positions, CLOSED_BIT | 1L << producerPlace);
        this.producerPlace = producerPlace;
        this.lane = true;
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
        return new SpscRing(SharedMemory.anonymous(RegionKind.SPSC_RING, capacity, alignment));
    }

    /**
     * A ring between threads of this process, in pages of choice.
     *
     * @param capacity  bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @param alignment bytes, a power of two from 8 (packed) to 128
     * @param pages     of which size
     * @return the ring, empty
     * @throws RegionException          if the system has not enough free huge pages; the message says how to get them
     * @throws IllegalArgumentException if either number is out of range
     */
    public static SpscRing anonymous(long capacity, int alignment, PageSize pages) throws RegionException {
        check(capacity, alignment);
        return new SpscRing(SharedMemory.anonymous(RegionKind.SPSC_RING, capacity, alignment, pages));
    }

    /**
     * Creates a ring in memory without a file, for two processes: the others attach by the {@code path()} of {@link #memory()}.
     *
     * @param name     for messages; need not be unique
     * @param capacity bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @return the ring, empty
     * @throws RegionException          if the kernel refuses it
     * @throws IllegalArgumentException if the capacity is out of range
     * @see SharedMemory#memfd(String, RegionKind, long, int, PageSize)
     */
    public static SpscRing memfd(String name, long capacity) throws RegionException {
        return memfd(name, capacity, DEFAULT_ALIGNMENT, PageSize.BASE);
    }

    /**
     * Creates a ring in memory without a file, with alignment and pages of choice.
     *
     * @param name      for messages; need not be unique
     * @param capacity  bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @param alignment bytes, a power of two from 8 (packed) to 128
     * @param pages     of which size
     * @return the ring, empty
     * @throws RegionException          if the kernel refuses it; for want of huge pages, the message says how to get them
     * @throws IllegalArgumentException if either number is out of range
     * @see SharedMemory#memfd(String, RegionKind, long, int, PageSize)
     */
    public static SpscRing memfd(String name, long capacity, int alignment, PageSize pages) throws RegionException {
        check(capacity, alignment);
        return new SpscRing(SharedMemory.memfd(name, RegionKind.SPSC_RING, capacity, alignment, pages));
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
        return new SpscRing(SharedMemory.create(file, RegionKind.SPSC_RING, capacity, alignment));
    }

    /**
     * Attaches to a ring that another process, or an earlier run, has created; what it holds stays there.
     *
     * @param file the ring's file, or the {@code path()} of the creator's memfd
     * @return the ring
     * @throws RegionException if the file is missing or is not a whole ring of this version
     */
    public static SpscRing attach(Path file) throws RegionException {
        return new SpscRing(attached(file, RegionKind.SPSC_RING));
    }

    /**
     * Opens the producing side at the end of what was committed, and registers it. The place of a dead process is taken over.
     *
     * @return the side; one thread at a time may use it
     * @throws IllegalStateException if another producer is open that is not known to be dead
     * @throws CorruptRingException  if the positions in shared memory contradict each other
     */
    public SpscProducer producer() {
        return producer(producerParty().register("producer"));
    }

    /** Ends the registration if there is nothing that it could be used for. */
    SpscProducer producer(Registration registration) {
        try {
            return new SpscProducer(this, registration);
        } catch (CorruptRingException e) {
            registration.close();
            throw e;
        }
    }

    /**
     * Opens the consuming side behind the last batch whose poll ended, and registers it: what a dead consumer held in mid-poll comes again.
     *
     * @return the side; one thread at a time may use it
     * @throws IllegalStateException if another consumer is open that is not known to be dead
     * @throws CorruptRingException  if the positions in shared memory contradict each other
     */
    public SpscConsumer consumer() {
        Registration registration = lane ? null : consumerParty().register("consumer");
        try {
            return new SpscConsumer(this, registration);
        } catch (CorruptRingException e) {
            if (registration != null) {
                registration.close();
            }
            throw e;
        }
    }

    /** {@return who produces} */
    public Party producerParty() {
        return memory().parties().get(producerPlace);
    }

    /**
     * {@inheritDoc} Walks the records that the published position does not count yet, and ends within one capacity of the consumer's position,
     * whatever stands in shared memory.
     */
    @Override
    public long producerPosition() {
        long position = Math.max(publishedPosition(), consumedPosition());
        // Counted in records, not in bytes, which overflow when a peer has forged the positions; and not for ever after a producer that goes on.
        for (long records = capacity() / alignment(); records > 0; records--) {
            // Before the header: what is free is zero, and what lies a capacity behind was not yet overwritten.
            long freed = consumerPosition();
            if (position - freed >= capacity()) {
                break;
            }
            // Pairs with the producer's release store of the same word. Aligned, whatever stands in shared memory.
            long header = OffHeap.getLongAcquire(dataAddress() + (position & capacity() - alignment()));
            // Behind the header: if the consumer is not past it, it was that of this position, and not cleared.
            long consumed = consumedPosition();
            if (consumed > position) {
                position = consumed;
            } else if (header != 0 && RecordCheck.isPossible(capacity(), alignment(), position, header, freed)) {
                position += RecordLayout.align(RecordLayout.length(header), alignment());
            } else {
                break;
            }
        }
        // The consumer's position last: it is at least as new as those of the walk.
        return Math.min(position, limit(consumerPosition()));
    }

    @Override
    long claimedUpTo(long freed) {
        return limit(freed);
    }
}
