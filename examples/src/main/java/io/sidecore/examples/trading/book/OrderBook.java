package io.sidecore.examples.trading.book;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;

/**
 * A limit order book with price–time priority.
 *
 * <p>An incoming order trades with the best-priced resting order of the other side first, among equal prices with the
 * oldest, and always at the resting order's price. An order that is reduced keeps its place in the queue. Prices are in
 * ticks and may be any long; so may order ids. Two books that were given the same calls are equal in every observable
 * way.
 *
 * <p>Not thread-safe: one thread at a time, with publication by the caller. No call allocates unless an array is full
 * and doubles. Cost: constant, plus the logarithm of the distance from the best price where a level is made or removed,
 * plus the trades.
 */
public final class OrderBook {
    /** {@link #bestBid} of a book without bids. */
    public static final long NO_BID = Long.MIN_VALUE;
    /** {@link #bestAsk} of a book without asks. */
    public static final long NO_ASK = Long.MAX_VALUE;

    private static final int DEFAULT_ORDERS = 1 << 14;

    private final OrderIndex index;
    private final RestingOrders orders;
    private final PriceLevels bids;
    private final PriceLevels asks;

    /** An empty book with room for some 16,000 resting orders before its arrays double. */
    public OrderBook() {
        this(DEFAULT_ORDERS);
    }

    /**
     * An empty book.
     *
     * @param expectedOrders how many resting orders fit before the arrays double
     * @throws IllegalArgumentException if that is not between 1 and 2^26
     */
    public OrderBook(int expectedOrders) {
        if (expectedOrders < 1 || expectedOrders > 1 << 26) {
            throw new IllegalArgumentException("expectedOrders: between 1 and 2^26, not " + expectedOrders);
        }
        index = new OrderIndex(expectedOrders);
        orders = new RestingOrders(expectedOrders);
        int expectedLevels = Math.min(expectedOrders, 1 << 12);
        bids = PriceLevels.bids(expectedLevels);
        asks = PriceLevels.asks(expectedLevels);
    }

    /**
     * A limit order: trades while it crosses, and rests with what is left.
     *
     * @param orderId the order's id, not one that rests in the book
     * @param side {@link OrderMessage#BUY} or {@link OrderMessage#SELL}
     * @param price worst price that the order accepts, in ticks
     * @param size shares, at least 1
     * @param trades told of each trade within this call
     * @return accepted, or rejected for its side, its size or a duplicate id
     */
    public Outcome submit(long orderId, byte side, long price, int size, TradeListener trades) {
        Outcome verdict = examine(orderId, side, size);
        if (verdict == Outcome.ACCEPTED) {
            int left = match(orderId, side, price, size, trades);
            if (left > 0) {
                PriceLevels own = levels(side);
                index.add(orderId, orders.append(orderId, side, left, own, own.findOrInsert(price)));
            }
        }
        return verdict;
    }

    /**
     * An immediate-or-cancel order: trades while it crosses; what is left is dropped.
     *
     * @param orderId the order's id, not one that rests in the book
     * @param side {@link OrderMessage#BUY} or {@link OrderMessage#SELL}
     * @param price worst price that the order accepts, in ticks
     * @param size shares, at least 1
     * @param trades told of each trade within this call
     * @return accepted, even if nothing traded, or rejected for its side, its size or a duplicate id
     */
    public Outcome submitImmediate(long orderId, byte side, long price, int size, TradeListener trades) {
        Outcome verdict = examine(orderId, side, size);
        if (verdict == Outcome.ACCEPTED) {
            match(orderId, side, price, size, trades);
        }
        return verdict;
    }

    /**
     * Takes shares off a resting order, which keeps its place in the queue. Taking all of them removes it.
     *
     * @param orderId the order
     * @param size shares to take off, at least 1
     * @return accepted, or rejected for the size, an unknown order, or more shares than are left
     */
    public Outcome reduce(long orderId, int size) {
        if (size <= 0) {
            return Outcome.REJECTED_SIZE;
        }
        int slot = index.get(orderId);
        if (slot == OrderIndex.NONE) {
            return Outcome.REJECTED_UNKNOWN_ORDER;
        }
        if (size > orders.size(slot)) {
            return Outcome.REJECTED_REDUCTION;
        }
        take(slot, size, levels(orders.side(slot)));
        return Outcome.ACCEPTED;
    }

    /**
     * Removes a resting order.
     *
     * @param orderId the order
     * @return accepted, or rejected for an unknown order
     */
    public Outcome delete(long orderId) {
        int slot = index.get(orderId);
        if (slot == OrderIndex.NONE) {
            return Outcome.REJECTED_UNKNOWN_ORDER;
        }
        take(slot, orders.size(slot), levels(orders.side(slot)));
        return Outcome.ACCEPTED;
    }

    /**
     * The highest price that someone would buy at.
     *
     * @return price in ticks, {@link #NO_BID} if {@link #levelCount} of the buying side is 0
     */
    public long bestBid() {
        return bids.count() == 0 ? NO_BID : bids.priceOf(bids.best());
    }

    /**
     * The lowest price that someone would sell at.
     *
     * @return price in ticks, {@link #NO_ASK} if {@link #levelCount} of the selling side is 0
     */
    public long bestAsk() {
        return asks.count() == 0 ? NO_ASK : asks.priceOf(asks.best());
    }

    /**
     * How many orders rest in the book.
     *
     * @return number of orders, both sides
     */
    public int orderCount() {
        return index.count();
    }

    /**
     * How many different prices one side has.
     *
     * @param side {@link OrderMessage#BUY} or {@link OrderMessage#SELL}
     * @return number of price levels
     */
    public int levelCount(byte side) {
        return levels(side).count();
    }

    /**
     * How much rests on one side.
     *
     * @param side {@link OrderMessage#BUY} or {@link OrderMessage#SELL}
     * @return shares
     */
    public long volume(byte side) {
        return levels(side).totalVolume();
    }

    /**
     * How much rests at one price.
     *
     * @param side {@link OrderMessage#BUY} or {@link OrderMessage#SELL}
     * @param price price in ticks
     * @return shares, 0 if there is no such level
     */
    public long volumeAt(byte side, long price) {
        int level = levels(side).find(price);
        return level == PriceLevels.NONE ? 0 : levels(side).volumeOf(level);
    }

    /**
     * How much is left of an order.
     *
     * @param orderId the order
     * @return shares, 0 if no such order rests in the book
     */
    public int remaining(long orderId) {
        int slot = index.get(orderId);
        return slot == OrderIndex.NONE ? 0 : orders.size(slot);
    }

    /**
     * Shows the price levels of one side, best price first.
     *
     * @param side {@link OrderMessage#BUY} or {@link OrderMessage#SELL}
     * @param limit at most this many levels
     * @param visitor shown each level
     */
    public void visitLevels(byte side, int limit, LevelVisitor visitor) {
        PriceLevels levels = levels(side);
        int level = levels.best();
        for (int shown = 0; shown < limit && level != PriceLevels.NONE; shown++) {
            visitor.onLevel(levels.priceOf(level), levels.volumeOf(level), levels.ordersAt(level));
            level = levels.after(level);
        }
    }

    /**
     * A digest of the whole state: every price, and every order's id and size in its place in the queue. Equal books
     * have equal checksums, whatever their history; different books almost never do.
     *
     * @return 64-bit digest
     */
    public long checksum() {
        return BookState.digest(asks, orders, BookState.digest(bids, orders, 0));
    }

    /**
     * Whether another book holds the same orders at the same prices in the same priority.
     *
     * @param other the other book
     * @return true if no later message could tell the two apart
     */
    public boolean sameAs(OrderBook other) {
        return BookState.same(bids, orders, other.bids, other.orders)
                && BookState.same(asks, orders, other.asks, other.orders);
    }

    private Outcome examine(long orderId, byte side, int size) {
        if (side != BUY && side != SELL) {
            return Outcome.REJECTED_SIDE;
        }
        if (size <= 0) {
            return Outcome.REJECTED_SIZE;
        }
        return index.get(orderId) == OrderIndex.NONE ? Outcome.ACCEPTED : Outcome.REJECTED_DUPLICATE_ORDER;
    }

    /** Trades as long as prices cross; returns what is left of the incoming order. */
    private int match(long takerId, byte side, long price, int size, TradeListener trades) {
        PriceLevels opposite = side == BUY ? asks : bids;
        long limit = opposite.key(price);
        int left = size;
        int level = opposite.best();
        while (left > 0 && level != PriceLevels.NONE && opposite.keyOf(level) <= limit) {
            int maker = opposite.first(level);
            long makerId = orders.id(maker);
            long tradePrice = opposite.priceOf(level);
            int traded = Math.min(left, orders.size(maker));
            left -= traded;
            take(maker, traded, opposite);
            trades.onTrade(makerId, takerId, tradePrice, traded, side);
            level = opposite.best();
        }
        return left;
    }

    private void take(int slot, int shares, PriceLevels levels) {
        if (shares < orders.size(slot)) {
            orders.shrink(slot, shares, levels);
        } else {
            index.remove(orders.id(slot));
            orders.remove(slot, levels);
        }
    }

    private PriceLevels levels(byte side) {
        return side == BUY ? bids : asks;
    }
}
