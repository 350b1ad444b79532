package io.sidecore.bench.rings.message;

import java.util.stream.IntStream;

/**
 * Messages on the heap for a producer to fill again and again, for queues of references. Twice as many as fit the queue: when
 * number n goes in, number n less the capacity has been taken out and the one before it is done with.
 */
public final class ArrayPool {
    private final long[][] messages;
    private final int mask;

    /** A pool for a queue of {@link Payload#queueCapacity} elements. */
    public ArrayPool() {
        messages = new long[2 * Payload.queueCapacity()][Payload.WORDS];
        mask = messages.length - 1;
    }

    /** {@return a pool whose messages have their place in the pool as the first word} */
    public static ArrayPool numbered() {
        ArrayPool pool = new ArrayPool();
        IntStream.range(0, pool.messages.length).forEach(i -> pool.messages[i][0] = i);
        return pool;
    }

    /**
     * The message to fill.
     *
     * @param number of the message
     * @return an array of {@link Payload#WORDS} words
     */
    public long[] message(long number) {
        return messages[(int) number & mask];
    }

    /** {@return messages less one} */
    public int mask() {
        return mask;
    }
}
