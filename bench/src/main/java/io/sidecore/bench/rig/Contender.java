package io.sidecore.bench.rig;

/**
 * Something measured that has two sides. Each side is one loop, in the contender's own class, so that the compiler sees one
 * target for every call in it.
 *
 * <p>Both sides are run over and over, each always by the same thread. What they have agreed on before a slice is the number of
 * messages and nothing else; a contender starts its numbering anew in each slice and throws if a message is missing, twice or
 * out of order.
 */
public interface Contender {
    /** Gives back what the slices before have left behind; not timed. On the first leader's thread, while the other side waits. */
    default void makeRoom() {}

    /**
     * The side on the application's CPU. Where the family has several leaders, each runs it on a thread of its own.
     *
     * @param leader number of the leader, from 0
     * @param count  messages to send; for a round trip, to send and to get back
     */
    void lead(int leader, long count);

    /**
     * The side on the other CPU. Returns when all has arrived.
     *
     * @param count messages to receive, from all leaders together
     * @throws IllegalStateException if what has arrived is not what was sent
     */
    void follow(long count);

    /**
     * How much of a slice counts, for a contender that times parts of it by itself. Called by the leader after each slice.
     *
     * @param nanos that the slice took
     * @return nanoseconds that count
     */
    default long countedNanos(long nanos) {
        return nanos;
    }

    /** Releases what the contender holds besides memory; called on the thread that opened it, when both sides are done. */
    default void close() {}
}
