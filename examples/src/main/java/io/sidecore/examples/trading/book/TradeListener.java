package io.sidecore.examples.trading.book;

/** Learns of each trade, in the order in which they happen, on the thread that owns the book. */
@FunctionalInterface
public interface TradeListener {
    /**
     * A resting order and an incoming one have traded. Called within the submission of the incoming order, when the
     * resting order has already shrunk or gone. It must neither call into the book nor throw: what is left of the
     * incoming order would be lost.
     *
     * @param makerOrderId the resting order
     * @param takerOrderId the incoming order
     * @param price the resting order's price, in ticks
     * @param size shares traded, at least 1
     * @param takerSide side of the incoming order: {@link OrderMessage#BUY} or {@link OrderMessage#SELL}
     */
    void onTrade(long makerOrderId, long takerOrderId, long price, int size, byte takerSide);
}
