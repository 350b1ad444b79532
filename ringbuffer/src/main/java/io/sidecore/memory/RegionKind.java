package io.sidecore.memory;

/** What a region holds; the number is part of the shared layout and never changes its meaning. */
public enum RegionKind {
    /** Records from one producer to one consumer. */
    SPSC_RING(1),
    /** Records from many producers to one consumer, in one order. */
    MPSC_RING(2),
    /** A lane of records for each of several producers, drained by one consumer. */
    LANE_RING(3),
    /** Records from one publisher to any number of readers. */
    BROADCAST_RING(4),
    /** The newest value of a fixed-size record. */
    LATEST_VALUE(5),
    /** Entries of system calls from one application thread. */
    SYSCALL_PAGE(16),
    /** What an engine of system calls counts: a block for the engine, and one for each of its cores and pages. */
    ENGINE_COUNTERS(17),
    /** Entries of system calls from any thread. */
    SHARED_SYSCALL_PAGE(18);

    private final int code;

    RegionKind(int code) {
        this.code = code;
    }

    /** {@return the number that stands in the header} */
    public int code() {
        return code;
    }
}
