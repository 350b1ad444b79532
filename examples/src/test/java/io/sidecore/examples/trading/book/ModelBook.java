package io.sidecore.examples.trading.book;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An order book that is too simple to be wrong: sorted maps of queues. */
final class ModelBook {
    private final NavigableMap<Long, Deque<Order>> bids = new TreeMap<>(Comparator.reverseOrder());
    private final NavigableMap<Long, Deque<Order>> asks = new TreeMap<>();
    private final Map<Long, Order> byId = new HashMap<>();

    private static final class Order {
        private final long id;
        private final byte side;
        private final long price;
        private int left;

        private Order(long id, byte side, long price, int left) {
            this.id = id;
            this.side = side;
            this.price = price;
            this.left = left;
        }
    }

    Outcome submit(long id, byte side, long price, int size, boolean immediate, TradeListener trades) {
        if (size <= 0) {
            return Outcome.REJECTED_SIZE;
        }
        if (byId.containsKey(id)) {
            return Outcome.REJECTED_DUPLICATE_ORDER;
        }
        NavigableMap<Long, Deque<Order>> opposite = side == OrderMessage.BUY ? asks : bids;
        int left = size;
        while (left > 0 && !opposite.isEmpty() && crosses(side, price, opposite.firstKey())) {
            Order maker = opposite.firstEntry().getValue().getFirst();
            int traded = Math.min(left, maker.left);
            left -= traded;
            maker.left -= traded;
            if (maker.left == 0) {
                remove(maker);
            }
            trades.onTrade(maker.id, id, maker.price, traded, side);
        }
        if (left > 0 && !immediate) {
            Order order = new Order(id, side, price, left);
            byId.put(id, order);
            side(side).computeIfAbsent(price, p -> new ArrayDeque<>()).addLast(order);
        }
        return Outcome.ACCEPTED;
    }

    Outcome reduce(long id, int size) {
        if (size <= 0) {
            return Outcome.REJECTED_SIZE;
        }
        Order order = byId.get(id);
        if (order == null) {
            return Outcome.REJECTED_UNKNOWN_ORDER;
        }
        if (size > order.left) {
            return Outcome.REJECTED_REDUCTION;
        }
        order.left -= size;
        if (order.left == 0) {
            remove(order);
        }
        return Outcome.ACCEPTED;
    }

    Outcome delete(long id) {
        Order order = byId.get(id);
        if (order == null) {
            return Outcome.REJECTED_UNKNOWN_ORDER;
        }
        remove(order);
        return Outcome.ACCEPTED;
    }

    int orderCount() {
        return byId.size();
    }

    /** One side as text, "price:volume/orders" a level, best price first. */
    String levels(byte side) {
        StringBuilder text = new StringBuilder();
        side(side).forEach((price, queue) -> text
                .append(price + ":" + queue.stream().mapToLong(order -> order.left).sum() + "/" + queue.size() + " "));
        return text.toString();
    }

    private void remove(Order order) {
        byId.remove(order.id);
        Deque<Order> queue = side(order.side).get(order.price);
        queue.remove(order);
        if (queue.isEmpty()) {
            side(order.side).remove(order.price);
        }
    }

    private NavigableMap<Long, Deque<Order>> side(byte side) {
        return side == OrderMessage.BUY ? bids : asks;
    }

    private static boolean crosses(byte side, long price, long opposite) {
        return side == OrderMessage.BUY ? price >= opposite : price <= opposite;
    }
}
