package io.sidecore.bench.latency.result;

/**
 * How a sender has kept its schedule.
 *
 * @param rate          messages a second that were asked for
 * @param asked         messages
 * @param sent          messages that were sent before the sender gave up
 * @param late          of these, sent more than one interval after their time
 * @param latenessNanos by how much in all
 * @param nanos         that the sending took
 */
public record Sending(long rate, long asked, long sent, long late, long latenessNanos, long nanos) {
    private static final double ENOUGH = 0.99;

    /** {@return messages a second} */
    public double achieved() {
        return sent * 1e9 / nanos;
    }

    /** {@return mean nanoseconds after its time that a message was sent} */
    public double meanLatenessNanos() {
        return sent == 0 ? 0 : (double) latenessNanos / sent;
    }

    /**
     * Whether the rate was missed: less than 99 % of it was achieved, or most messages were sent more than an interval late. Most and not the mean,
     * because a single stall of the machine moves the mean, and is what percentiles are there to show.
     *
     * @return whether percentiles say more of how long it was tried than of the contender
     */
    public boolean missed() {
        return achieved() < ENOUGH * rate || 2 * late > sent;
    }
}
