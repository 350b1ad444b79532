package io.sidecore.stress.crash.trial;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.SharedMemory;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** One kind of structure on trial: how it is made, what its slots do, and what must hold when all have gone. Stateless. */
public interface Trial {
    /** {@return slots that send at the same time, at most} */
    int maxSenders();

    /** {@return slots that receive at the same time, at most} */
    int maxReceivers();

    /** {@return whether a sender waits for room, so that it cannot have sent everything before a receiver has come} */
    boolean hasBackPressure();

    /**
     * Draws how large the structure is.
     *
     * @param random  where from
     * @param senders slots that will send
     * @return one of a few, for the files are kept
     */
    Shape shape(SplittableRandom random, int senders);

    /**
     * Creates the structure.
     *
     * @param file  must not exist
     * @param shape its size
     * @return its region
     * @throws RegionException if it cannot be created
     */
    SharedMemory create(Path file, Shape shape) throws RegionException;

    /**
     * Attaches to the structure and lets go of it again.
     *
     * @param file where it is
     * @return its region
     * @throws RegionException if it is not whole
     */
    SharedMemory attach(Path file) throws RegionException;

    /**
     * Makes a structure of zeros one that was just created, or one that has lived for long.
     *
     * @param memory all zeros from {@code RegionHeader.LANES_OPENED} on
     * @param shape  its size
     * @param random where from
     */
    void reset(SharedMemory memory, Shape shape, SplittableRandom random);

    /**
     * {@return bytes of the ledger of a receiver}
     *
     * @param messages that all senders send
     * @param lives    of the receiver
     */
    long receivedBytes(int messages, int lives);

    /**
     * {@return the role of a slot that sends}
     *
     * @param post what the slot is given
     */
    Role sender(Post post);

    /**
     * {@return the role of a slot that receives}
     *
     * @param post what the slot is given
     */
    Role receiver(Post post);

    /**
     * {@return what tries to open a side that another may have open, or whose owner may have just died, and closes it again}
     *
     * @param file   where the structure is
     * @param random which side
     * @throws RegionException if it cannot be attached
     */
    Runnable rival(Path file, SplittableRandom random) throws RegionException;

    /**
     * Compares what was sent with what was received, and takes a last look at the structure itself. No slot lives any more, and each
     * receiver has come to a natural end.
     *
     * @param file     where the structure is
     * @param sent     ledgers of the senders
     * @param received ledgers of the receivers
     * @param salt     of the round's messages
     * @throws Violation       if a promise is broken
     * @throws RegionException if it cannot be attached
     */
    void verify(Path file, List<MemorySegment> sent, List<MemorySegment> received, long salt) throws RegionException;

    /**
     * As {@link #verify}; an error of the structure is a broken promise, too.
     *
     * @param file     where the structure is
     * @param sent     ledgers of the senders
     * @param received ledgers of the receivers
     * @param salt     of the round's messages
     * @throws Violation       if a promise is broken
     * @throws RegionException if it cannot be attached
     */
    default void conclude(Path file, List<MemorySegment> sent, List<MemorySegment> received, long salt)
            throws RegionException {
        try {
            verify(file, sent, received, salt);
        } catch (IllegalStateException e) {
            throw new Violation("the last look met an error", e);
        }
    }

    /**
     * {@return the words of the structure in words, for whoever looks for the reason of a violation}
     *
     * @param memory its region
     * @param shape  its size
     */
    String describe(SharedMemory memory, Shape shape);
}
