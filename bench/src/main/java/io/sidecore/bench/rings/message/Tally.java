package io.sidecore.bench.rings.message;

import io.sidecore.bench.rig.Padded;

/**
 * Counts what has arrived, and throws when it is not what comes next.
 *
 * <p>The subclasses are final and stand in final fields of their exact type, so that the compiler knows the target of a handler
 * call once it has inlined the poll around it, whatever else runs in this JVM. One consuming thread.
 */
public abstract class Tally extends Padded {
    /** Producers' numbers stand here, with a line to either side. */
    private static final int BESIDE = 16;

    private final int producers;
    private final long[] next;
    private long received;
    private long checksum;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    Tally(int producers) {
        this.producers = producers;
        this.next = new long[2 * BESIDE + producers];
    }

    /** Begins a slice. */
    public final void begin() {
        received = 0;
        checksum = 0;
        java.util.Arrays.fill(next, 0);
    }

    /** {@return messages since the beginning of the slice} */
    public final long received() {
        return received;
    }

    final void accept(long first, long sum) {
        if (producers == 1) {
            if (first != received) {
                throw wrong(first, received);
            }
        } else {
            int slot = BESIDE + Payload.producer(first);
            if (Payload.number(first) != next[slot]) {
                throw wrong(first, next[slot]);
            }
            next[slot]++;
        }
        received++;
        checksum += sum;
    }

    private static IllegalStateException wrong(long first, long expected) {
        return new IllegalStateException("message " + Payload.number(first) + " of producer " + Payload.producer(first)
                + " arrived where number " + expected + " comes next");
    }

    /**
     * Ends a slice.
     *
     * @param count messages that had to arrive
     * @throws IllegalStateException if it was another number, or their words were wrong
     */
    public final void end(long count) {
        long each = count / producers;
        long expected = 0;
        for (int producer = 0; producer < producers; producer++) {
            // The sum of the messages' sums: Payload.sum is linear in the first word.
            expected += each * Payload.sum(Payload.first(producer, 0)) + Payload.WORDS * (each * (each - 1) / 2);
        }
        if (received != count || checksum != expected) {
            throw new IllegalStateException(
                    "received " + received + " of " + count + " messages with checksum " + checksum
                            + " instead of " + expected);
        }
    }
}
