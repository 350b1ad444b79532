package io.sidecore.examples.trading.book;

/** Is shown the price levels of one side of a book, best price first. */
@FunctionalInterface
public interface LevelVisitor {
    /**
     * One price level. It must not change the book.
     *
     * @param price price in ticks
     * @param volume shares resting there, over all orders
     * @param orders number of orders resting there
     */
    void onLevel(long price, long volume, int orders);
}
