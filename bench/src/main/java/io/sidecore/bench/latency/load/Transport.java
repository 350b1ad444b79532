package io.sidecore.bench.latency.load;

/**
 * A way there and back, between the application's CPU and the other one. A message is a number; what carries it brings it back once.
 *
 * <p>None of the methods that are called for each message waits, and none allocates, as far as that is in the hands of whoever implements this.
 */
public interface Transport extends AutoCloseable {
    /** In place of a number: nothing has come back. */
    long NONE = -1;

    /** Opens what belongs to the application's thread. On that thread, once, before all else; the other side may not have begun yet. */
    default void lead() {}

    /** Opens what belongs to the other thread. On that thread, once. */
    default void follow() {}

    /**
     * Sends a message, if there is room. On the application's thread.
     *
     * @param number from 0 on, each one more than the one before
     * @return whether it was sent
     */
    boolean offer(long number);

    /**
     * Takes one message that has come back. On the application's thread.
     *
     * @return its number, or {@link #NONE}
     * @throws IllegalStateException if what has come back is not what was sent
     */
    long poll();

    /** Sends back what is there. On the other thread, over and over. */
    void echo();

    /** {@return whether {@link #echo} is to be called; otherwise threads of its own serve it} */
    default boolean isEchoed() {
        return true;
    }

    /** {@return whether messages come back in the order in which they were sent} */
    default boolean isOrdered() {
        return true;
    }

    /** {@return kernel id of a thread of its own that serves it on the other CPU, or 0} */
    default int servingThread() {
        return 0;
    }

    @Override
    default void close() {}
}
