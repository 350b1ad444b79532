package io.sidecore.examples.trading.flow;

import io.sidecore.examples.trading.book.OrderBook;
import java.util.random.RandomGenerator;

/**
 * The orders that a generator may still reduce or delete, in no order, so that one is picked at random in constant
 * time.
 *
 * <p>Orders that have traded away stay in the list until a pick meets them or the list is full: to find each at once
 * would take an index from id to place, for the sake of a few.
 */
final class LiveOrders {
    private final OrderBook book;
    private final long[] id;
    private final long[] price;
    private final byte[] side;
    private int count;

    /** A list with room for so many orders; the book must never hold as many. */
    LiveOrders(OrderBook book, int capacity) {
        this.book = book;
        id = new long[capacity];
        price = new long[capacity];
        side = new byte[capacity];
    }

    void add(long orderId, long orderPrice, byte orderSide) {
        if (count == id.length) {
            sweep();
        }
        id[count] = orderId;
        price[count] = orderPrice;
        side[count] = orderSide;
        count++;
    }

    /** The place of an order that rests; the book must have one. Places are valid until the list changes. */
    int pick(RandomGenerator random) {
        int at = random.nextInt(count);
        while (book.remaining(id[at]) == 0) {
            remove(at);
            at = random.nextInt(count);
        }
        return at;
    }

    void remove(int at) {
        count--;
        id[at] = id[count];
        price[at] = price[count];
        side[at] = side[count];
    }

    long id(int at) {
        return id[at];
    }

    long price(int at) {
        return price[at];
    }

    byte side(int at) {
        return side[at];
    }

    private void sweep() {
        for (int at = count - 1; at >= 0; at--) {
            if (book.remaining(id[at]) == 0) {
                remove(at);
            }
        }
    }
}
