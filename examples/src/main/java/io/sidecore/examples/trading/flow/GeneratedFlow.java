package io.sidecore.examples.trading.flow;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;

import io.sidecore.examples.trading.book.MatchingEngine;
import io.sidecore.examples.trading.book.OrderBook;
import io.sidecore.examples.trading.book.OrderMessage;
import io.sidecore.examples.trading.book.TradeListener;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Makes an order flow up, from a seed: the same seed and count give the same flow, message by message.
 *
 * <p>A mid price walks at random. Of the messages, about 45 % are new limit orders around it, most of them near it;
 * 40 % delete and 5 % reduce an order that rests; 10 % are aggressive, half of them immediate-or-cancel, and trade with
 * the best price of the other side. To aim at orders that really rest, the generator runs a matching engine of its own,
 * so no message of a generated flow is rejected by an engine that gets all of them. As long as fewer than {@value
 * #MIN_LIVE} orders rest, new orders take the place of deletions and reductions; there are never more than {@value
 * #MAX_LIVE}, as deletions take the place of new orders then.
 */
public final class GeneratedFlow {
    /** Named, as the JDK's default generator may change between releases, and with it the flow of a seed. */
    public static final String ALGORITHM = "L64X128MixRandom";
    /** Below so many resting orders, nothing is deleted. */
    public static final int MIN_LIVE = 256;
    /** From so many resting orders on, nothing rests any more. */
    public static final int MAX_LIVE = 8_192;
    /** Mean time between two messages, in nanoseconds. */
    public static final int MEAN_GAP_NANOS = 2_000;

    private static final int CENT = 100;
    private static final long START_CENTS = 58_500;
    private static final long LOWEST_CENTS = 1_000;
    private static final int DEPTH_CENTS = 60;
    private static final TradeListener UNHEARD = (maker, taker, price, size, side) -> {};

    private final RandomGenerator random;
    private final OrderFlow.Builder flow;
    private final OrderBook book = new OrderBook(MAX_LIVE);
    private final MatchingEngine engine = new MatchingEngine(book, UNHEARD);
    // Twice what can rest, as it also holds orders that have traded away: sweeping them out is then rare.
    private final LiveOrders live = new LiveOrders(book, 2 * MAX_LIVE);
    private long midCents = START_CENTS;
    private long lastOrderId;
    private long nanos;

    private GeneratedFlow(long seed, int messages) {
        random = RandomGeneratorFactory.of(ALGORITHM).create(seed);
        flow = new OrderFlow.Builder(messages);
    }

    /**
     * Generates a flow.
     *
     * @param seed any number
     * @param messages how many messages, from 1 to {@link OrderFlow#MAX_MESSAGES}
     * @return the flow of that seed; a longer flow of the same seed begins with the same messages
     * @throws IllegalArgumentException if the number of messages is out of range
     */
    public static OrderFlow create(long seed, int messages) {
        if (messages < 1 || messages > OrderFlow.MAX_MESSAGES) {
            throw new IllegalArgumentException(
                    "messages: between 1 and " + OrderFlow.MAX_MESSAGES + ", not " + messages);
        }
        GeneratedFlow generated = new GeneratedFlow(seed, messages);
        for (int i = 0; i < messages; i++) {
            generated.addMessage();
        }
        return generated.flow.build();
    }

    private void addMessage() {
        walk();
        int draw = random.nextInt(100);
        boolean few = book.orderCount() < MIN_LIVE;
        boolean many = book.orderCount() >= MAX_LIVE;
        byte side = random.nextBoolean() ? BUY : SELL;
        if (draw < 10 && book.levelCount((byte) -side) > 0) {
            aggress(side, many || draw < 5);
        } else if (draw < 15 && !few) {
            reduce();
        } else if (!many && (few || draw < 60)) {
            rest(side);
        } else {
            delete();
        }
    }

    private void walk() {
        if (flow.count() > 0) {
            nanos += random.nextInt(2 * MEAN_GAP_NANOS + 1);
        }
        int step = random.nextInt(32);
        if (step == 0) {
            midCents++;
        } else if (step == 1 && midCents > LOWEST_CENTS) {
            midCents--;
        }
    }

    private void rest(byte side) {
        // The smaller of two draws: most orders come close to the mid price, a few far away.
        int away = 1 + Math.min(random.nextInt(DEPTH_CENTS), random.nextInt(DEPTH_CENTS));
        int size = random.nextInt(4) == 0 ? 1 + random.nextInt(300) : 100;
        order(OrderMessage.NEW, side, (midCents - side * away) * CENT, size);
    }

    private void aggress(byte side, boolean immediate) {
        long touch = side == BUY ? book.bestAsk() : book.bestBid();
        long price = touch + (long) side * random.nextInt(3) * CENT;
        // Smaller than what rests, or trades and deletions together would empty the book.
        order(immediate ? OrderMessage.NEW_IOC : OrderMessage.NEW, side, price, 1 + random.nextInt(100));
    }

    private void order(byte kind, byte side, long price, int size) {
        long id = ++lastOrderId;
        send(kind, side, id, price, size);
        if (book.remaining(id) > 0) {
            live.add(id, price, side);
        }
    }

    private void reduce() {
        int at = live.pick(random);
        int shares = 1 + random.nextInt(book.remaining(live.id(at)));
        send(OrderMessage.REDUCE, live.side(at), live.id(at), live.price(at), shares);
    }

    private void delete() {
        int at = live.pick(random);
        send(OrderMessage.DELETE, live.side(at), live.id(at), live.price(at), book.remaining(live.id(at)));
        live.remove(at);
    }

    private void send(byte kind, byte side, long orderId, long price, int size) {
        engine.apply(kind, side, orderId, price, size);
        flow.add(kind, side, orderId, price, size, nanos);
    }
}
