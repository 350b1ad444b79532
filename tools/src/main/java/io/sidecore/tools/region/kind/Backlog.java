package io.sidecore.tools.region.kind;

/**
 * What is not yet consumed.
 *
 * @param bytes    waiting
 * @param capacity of which there can be at most so many
 */
public record Backlog(long bytes, long capacity) {
    /** Of one ring. Positions that were read one after the other may have moved meanwhile. */
    static Backlog between(long consumed, long produced, long capacity) {
        return new Backlog(Math.clamp(produced - consumed, 0, capacity), capacity);
    }

    /** {@return how much of the capacity it takes} */
    public double percent() {
        return capacity == 0 ? 0 : 100.0 * bytes / capacity;
    }
}
