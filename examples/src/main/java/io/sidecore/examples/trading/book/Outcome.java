package io.sidecore.examples.trading.book;

/**
 * What became of a message. A rejected message leaves the book as it was.
 *
 * <p>The codes are part of the journal's format: they never change their meaning.
 */
public enum Outcome {
    /** Done. */
    ACCEPTED(0),
    /** A new order names an id that rests in the book. An id is free again once its order is gone. */
    REJECTED_DUPLICATE_ORDER(-1),
    /** No order of that id rests in the book: it never came, was filled, or was deleted. */
    REJECTED_UNKNOWN_ORDER(-2),
    /** A size of zero or less. */
    REJECTED_SIZE(-3),
    /** A reduction by more than is left of the order. */
    REJECTED_REDUCTION(-4),
    /** A side that is neither {@link OrderMessage#BUY} nor {@link OrderMessage#SELL}. */
    REJECTED_SIDE(-5),
    /** A kind that {@link OrderMessage} does not define. */
    REJECTED_KIND(-6);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    /**
     * The number that stands for this outcome in the journal.
     *
     * @return zero for accepted, below zero for rejected
     */
    public int code() {
        return code;
    }

    /**
     * Whether the message was refused.
     *
     * @return true unless accepted
     */
    public boolean isRejected() {
        return code < 0;
    }
}
