package io.sidecore.syscall.counters;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** The words of one writer at a time, who hands them over only with a happens-before edge. */
final class Block {
    /** Keeps the mapping. */
    private final MemorySegment segment;
    private final long address;

    Block(MemorySegment segment) {
        this.segment = segment;
        this.address = segment.address();
    }

    /** Opaque: readers see each word whole, sooner or later, and words of one block in any order. */
    void set(int offset, long value) {
        OffHeap.putLongOpaque(address + offset, value);
        Reference.reachabilityFence(segment);
    }

    /** Release: whoever sees it with acquire order sees what this thread has stored before. */
    void publish(int offset, long value) {
        OffHeap.putLongRelease(address + offset, value);
        Reference.reachabilityFence(segment);
    }

    /** Plain. */
    long get(int offset) {
        long value = OffHeap.getLong(address + offset);
        Reference.reachabilityFence(segment);
        return value;
    }

    /** Release: whoever sees the number with acquire order sees what was stored before; see {@link CounterLayout#PAGE_GENERATION}. */
    void nextGeneration() {
        publish(CounterLayout.PAGE_GENERATION, get(CounterLayout.PAGE_GENERATION) + 1);
    }

    /** A plain load and an opaque store: this thread is the only writer, and sees what the one before it has stored. */
    void add(int offset, long amount) {
        set(offset, get(offset) + amount);
    }

    /** One addition, of any thread. */
    void addAtomically(int offset, long amount) {
        OffHeap.getAndAddLong(address + offset, amount);
        Reference.reachabilityFence(segment);
    }

    /** Of any thread. Whether the word was {@code expected}, and is now {@code value}. */
    boolean compareAndSet(int offset, long expected, long value) {
        boolean isSet = OffHeap.compareAndSetLong(address + offset, expected, value);
        Reference.reachabilityFence(segment);
        return isSet;
    }

    void raise(int offset, long value) {
        if (get(offset) < value) {
            set(offset, value);
        }
    }

    void count(int histogram, long value) {
        add(histogram + Long.BYTES * Log2Histogram.bucket(value), 1);
    }
}
