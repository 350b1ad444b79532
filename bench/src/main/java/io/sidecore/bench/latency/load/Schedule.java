package io.sidecore.bench.latency.load;

/**
 * When each message of a window is meant to be sent: message n at n seconds / rate, rounded down to the nanosecond. Computed from the number and
 * never from the message before, so it does not drift.
 *
 * @param rate     messages a second, 1 to {@link #HIGHEST_RATE}
 * @param messages of the window, 1 or more
 */
public record Schedule(long rate, long messages) {
    /** One message each nanosecond; more cannot be told apart. */
    public static final long HIGHEST_RATE = 1_000_000_000;

    private static final long SECOND = 1_000_000_000;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if either is out of range
     */
    public Schedule {
        if (rate < 1 || rate > HIGHEST_RATE || messages < 1) {
            throw new IllegalArgumentException(messages + " messages at " + rate + " a second");
        }
    }

    /**
     * A schedule of about so long.
     *
     * @param rate  messages a second
     * @param nanos how long
     * @return the schedule, of one message at least
     */
    public static Schedule lasting(long rate, long nanos) {
        return new Schedule(rate, Math.max(1, Math.round(rate * (nanos / 1e9))));
    }

    /**
     * When a message is meant to be sent.
     *
     * @param number of the message, from 0
     * @return nanoseconds since the window began
     */
    public long intended(long number) {
        // Not number * SECOND / rate, which overflows after two and a half hours at a million a second.
        return number / rate * SECOND + number % rate * SECOND / rate;
    }

    /** {@return from the first message to when one more would be due, in nanoseconds} */
    public long nanos() {
        return intended(messages);
    }

    /** {@return nanoseconds from one message to the next, rounded up} */
    public long interval() {
        return (SECOND + rate - 1) / rate;
    }

    /**
     * Walks along the schedule.
     *
     * @param start when the window begins, by the clock that is used
     * @return at message 0
     */
    public Cursor from(long start) {
        return new Cursor(rate, start);
    }

    /** A place in a schedule. Gives the times of {@link #intended} without a division, which would take as long as some messages do. One thread. */
    public static final class Cursor {
        private final long rate;
        private final long whole;
        private final long part;
        private long due;
        /** What the rounding has left out so far, in nanoseconds / rate. */
        private long rest;

        private Cursor(long rate, long start) {
            this.rate = rate;
            this.whole = SECOND / rate;
            this.part = SECOND % rate;
            this.due = start;
        }

        /** {@return when the message at this place is meant to be sent} */
        public long due() {
            return due;
        }

        /** Goes on to the next message. */
        public void advance() {
            due += whole;
            rest += part;
            if (rest >= rate) {
                rest -= rate;
                due++;
            }
        }
    }
}
