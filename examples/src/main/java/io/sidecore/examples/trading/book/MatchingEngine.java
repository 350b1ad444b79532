package io.sidecore.examples.trading.book;

import java.lang.foreign.MemorySegment;

/**
 * Applies messages to an order book, one at a time.
 *
 * <p>Deterministic: the same messages in the same order give the same outcomes, the same trades and the same book. That
 * is what makes a journal of messages a complete record. One thread at a time; no allocation beyond the book's own
 * growth; no exception for anything that a message can say.
 */
public final class MatchingEngine {
    private final OrderBook book;
    private final TradeListener trades;

    /**
     * An engine.
     *
     * @param book the book, which only this engine changes from now on
     * @param trades told of each trade, within {@link #apply}
     */
    public MatchingEngine(OrderBook book, TradeListener trades) {
        this.book = book;
        this.trades = trades;
    }

    /**
     * Applies an encoded message.
     *
     * @param message where the message is, in the form of {@link OrderMessage}
     * @param offset first byte of the message
     * @return what became of it
     * @throws IndexOutOfBoundsException if the message does not lie within the segment
     */
    public Outcome apply(MemorySegment message, long offset) {
        return apply(OrderMessage.kind(message, offset), OrderMessage.side(message, offset),
                OrderMessage.orderId(message, offset), OrderMessage.price(message, offset),
                OrderMessage.size(message, offset));
    }

    /**
     * Applies a decoded message. The fields are those of {@link OrderMessage}; a reduction and a deletion find their
     * order by its id alone.
     *
     * @param kind what is asked for
     * @param side side of the order
     * @param orderId the order
     * @param price limit price in ticks
     * @param size shares
     * @return what became of it
     */
    public Outcome apply(byte kind, byte side, long orderId, long price, int size) {
        return switch (kind) {
            case OrderMessage.NEW -> book.submit(orderId, side, price, size, trades);
            case OrderMessage.NEW_IOC -> book.submitImmediate(orderId, side, price, size, trades);
            case OrderMessage.REDUCE -> book.reduce(orderId, size);
            case OrderMessage.DELETE -> book.delete(orderId);
            case OrderMessage.STATUS, OrderMessage.TRADE_REPORT -> Outcome.ACCEPTED;
            default -> Outcome.REJECTED_KIND;
        };
    }

    /**
     * The book that this engine keeps.
     *
     * @return the book, to be read on the engine's thread only
     */
    public OrderBook book() {
        return book;
    }
}
