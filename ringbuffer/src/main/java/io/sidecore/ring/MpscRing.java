package io.sidecore.ring;

import io.sidecore.memory.PageSize;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.Registration;
import io.sidecore.memory.SharedMemory;
import java.nio.file.Path;

/**
 * Many producers, one consumer, one log in one order; variable-length records that start on a cache line by default.
 *
 * <p>Every producing thread opens its own {@link MpscProducer}, up to {@link #MAX_PRODUCERS} of all processes together. A claim names its
 * producer before it is made, so that the hole left by a process that dies with an open claim is attributed and skipped, and a producer that
 * is merely slow is waited for.
 */
public final class MpscRing extends Ring {
    /** Producers open at the same time, of all processes. */
    public static final int MAX_PRODUCERS = RegionHeader.PARTY_COUNT - 1;

    private MpscRing(SharedMemory memory) {
        super(memory, memory.data(), RegionHeader.PRODUCER_POSITION);
    }

    /**
     * A ring between threads of this process.
     *
     * @param capacity bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @return the ring, empty
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public static MpscRing anonymous(long capacity) {
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
    public static MpscRing anonymous(long capacity, int alignment) {
        check(capacity, alignment);
        return new MpscRing(SharedMemory.anonymous(RegionKind.MPSC_RING, capacity, alignment));
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
    public static MpscRing anonymous(long capacity, int alignment, PageSize pages) throws RegionException {
        check(capacity, alignment);
        return new MpscRing(SharedMemory.anonymous(RegionKind.MPSC_RING, capacity, alignment, pages));
    }

    /**
     * Creates a ring in memory without a file, for several processes: the others attach by the {@code path()} of {@link #memory()}.
     *
     * @param name     for messages; need not be unique
     * @param capacity bytes, a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     * @return the ring, empty
     * @throws RegionException          if the kernel refuses it
     * @throws IllegalArgumentException if the capacity is out of range
     * @see SharedMemory#memfd(String, RegionKind, long, int, PageSize)
     */
    public static MpscRing memfd(String name, long capacity) throws RegionException {
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
    public static MpscRing memfd(String name, long capacity, int alignment, PageSize pages) throws RegionException {
        check(capacity, alignment);
        return new MpscRing(SharedMemory.memfd(name, RegionKind.MPSC_RING, capacity, alignment, pages));
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
    public static MpscRing create(Path file, long capacity) throws RegionException {
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
    public static MpscRing create(Path file, long capacity, int alignment) throws RegionException {
        check(capacity, alignment);
        return new MpscRing(SharedMemory.create(file, RegionKind.MPSC_RING, capacity, alignment));
    }

    /**
     * Attaches to a ring that another process, or an earlier run, has created; what it holds stays there.
     *
     * @param file the ring's file, or the {@code path()} of the creator's memfd
     * @return the ring
     * @throws RegionException if the file is missing or is not a whole ring of this version
     */
    public static MpscRing attach(Path file) throws RegionException {
        return new MpscRing(attached(file, RegionKind.MPSC_RING));
    }

    /**
     * Opens a producing side and registers it. If no place is free, those of dead processes that have no claim open are freed first.
     *
     * @return the side; one thread at a time may use it
     * @throws IllegalStateException if {@link #MAX_PRODUCERS} are open
     * @throws CorruptRingException  if the positions in shared memory contradict each other
     */
    public MpscProducer producer() {
        if (memory().parties().isFull()) {
            ClaimRecovery.freePlaces(this, consumerPosition());
        }
        Registration registration = memory().parties().registerProducer();
        try {
            return new MpscProducer(this, registration);
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
    public MpscConsumer consumer() {
        Registration registration = consumerParty().register("consumer");
        try {
            return new MpscConsumer(this, registration);
        } catch (CorruptRingException e) {
            registration.close();
            throw e;
        }
    }

    @Override
    public long producerPosition() {
        return publishedPosition();
    }

    @Override
    long claimedUpTo(long freed) {
        return publishedPosition();
    }
}
