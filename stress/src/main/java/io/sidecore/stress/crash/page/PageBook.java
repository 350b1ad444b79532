package io.sidecore.stress.crash.page;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.crash.trial.LifeSigns;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a caller has submitted and which results it has seen, in memory that outlives it.
 *
 * <pre>
 *   0            64      128                               (32 bytes a call)
 *   | life signs | count | state, deed, given up, life | result | taken | ...
 * </pre>
 *
 * <p>A call is entered before it is submitted, and its result when it has been reaped. One caller, one reader when that has gone.
 */
final class PageBook {
    /** Entered; submitted or not. */
    static final int INTENDED = 1;
    /** Refused: it was never submitted. */
    static final int REFUSED = 2;
    /** The result has been seen. */
    static final int REAPED = 3;

    private static final int COUNT = LifeSigns.LENGTH;
    private static final int ENTRIES = 128;
    private static final int ENTRY = 32;
    private static final int RESULT = 8;
    private static final int TAKEN = 16;
    private static final long GIVING_UP = 1 << 16;
    private static final long GIVEN_UP = 1 << 17;

    private final MemorySegment memory;
    private final long address;

    PageBook(MemorySegment memory) {
        this.memory = memory;
        this.address = memory.address();
    }

    static long bytes(int calls) {
        return ENTRIES + (long) ENTRY * calls;
    }

    LifeSigns signs() {
        return new LifeSigns(memory);
    }

    int capacity() {
        return (int) ((memory.byteSize() - ENTRIES) / ENTRY);
    }

    /** Calls entered, in all lives. */
    int count() {
        return (int) OffHeap.getLongAcquire(address + COUNT);
    }

    /** Calls of all lives that have come so far. */
    long count(int state) {
        return IntStream.range(0, count()).filter(sequence -> state(sequence) == state).count();
    }

    /** Whether a result was seen in that life. */
    boolean hasResult(int life) {
        return IntStream.range(0, count()).anyMatch(sequence -> life(sequence) == life && state(sequence) == REAPED);
    }

    private long entry(int sequence) {
        return address + ENTRIES + (long) ENTRY * Objects.checkIndex(sequence, capacity());
    }

    /** Enters a call; returns its number. */
    int next(Deed deed, int life) {
        int sequence = count();
        OffHeap.putLongVolatile(entry(sequence), (long) life << 32 | deed.ordinal() << 8 | INTENDED);
        OffHeap.putLongVolatile(address + COUNT, sequence + 1);
        return sequence;
    }

    private void state(int sequence, int state) {
        long word = OffHeap.getLong(entry(sequence));
        OffHeap.putLongVolatile(entry(sequence), word & ~0xFFL | state);
    }

    void refused(int sequence) {
        state(sequence, REFUSED);
    }

    /** It is about to be given up. */
    void givesUp(int sequence) {
        OffHeap.putLongVolatile(entry(sequence), OffHeap.getLong(entry(sequence)) | GIVING_UP);
    }

    /** What the page has said to that. */
    void givenUp(int sequence, boolean accepted) {
        long word = OffHeap.getLong(entry(sequence)) & ~GIVING_UP;
        OffHeap.putLongVolatile(entry(sequence), accepted ? word | GIVEN_UP : word);
    }

    void reaped(int sequence, long result) {
        OffHeap.putLongVolatile(entry(sequence) + RESULT, result);
        state(sequence, REAPED);
    }

    /**
     * What a call has read, before its result is entered: a record's number, or −1 if it was none. Of a lock: 1, before the other descriptor lets it
     * go.
     */
    void taken(int sequence, int number) {
        OffHeap.putLongVolatile(entry(sequence) + TAKEN, number);
    }

    int state(int sequence) {
        return (int) OffHeap.getLongAcquire(entry(sequence)) & 0xFF;
    }

    Deed deed(int sequence) {
        return Deed.values()[(int) (OffHeap.getLongAcquire(entry(sequence)) >>> 8 & 0xFF)];
    }

    int life(int sequence) {
        return (int) (OffHeap.getLongAcquire(entry(sequence)) >>> 32);
    }

    /** Whether it may have been given up: the page has said so, or had no time to answer. */
    boolean isGivenUp(int sequence) {
        return (OffHeap.getLongAcquire(entry(sequence)) & (GIVING_UP | GIVEN_UP)) != 0;
    }

    long result(int sequence) {
        return OffHeap.getLongAcquire(entry(sequence) + RESULT);
    }

    int taken(int sequence) {
        return (int) OffHeap.getLongAcquire(entry(sequence) + TAKEN);
    }

    /** The first call of the last life whose result was not seen, in words, if there is one. */
    Optional<String> open() {
        int count = count();
        return IntStream.range(0, count)
                .filter(sequence -> state(sequence) == INTENDED && life(sequence) == life(count - 1))
                .mapToObj(this::describe)
                .findFirst();
    }

    /** A call in words, for a message. */
    String describe(int sequence) {
        return "call " + sequence + " (" + deed(sequence) + " of life " + life(sequence) + ", "
                + switch (state(sequence)) {
                    case INTENDED -> "result not seen";
                    case REFUSED -> "refused";
                    default -> "result " + result(sequence);
                } + (isGivenUp(sequence) ? ", given up)" : ")");
    }
}
