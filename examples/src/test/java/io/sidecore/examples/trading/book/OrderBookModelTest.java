package io.sidecore.examples.trading.book;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The book against an obviously correct one, through random calls of which many are wrong. */
final class OrderBookModelTest {
    private static final int CALLS = 2_000;

    private final TradeLog trades = new TradeLog();
    private final TradeLog modelTrades = new TradeLog();

    @ParameterizedTest
    @CsvSource({"40, 5, 30", "40, 400, 3000", "20, 1000000, 1000"})
    void bookAndModelAgreeOnEveryOutcomeTradeAndLevel(int seeds, int prices, int ids) {
        for (int seed = 0; seed < seeds; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            OrderBook book = new OrderBook(1);
            ModelBook model = new ModelBook();
            for (int call = 0; call < CALLS; call++) {
                callBoth(random, prices, ids, book, model, "seed " + seed + ", call " + call);
            }
            drainBoth(book, model, "seed " + seed);
        }
    }

    private void callBoth(RandomGenerator random, int prices, int ids, OrderBook book, ModelBook model, String when) {
        long id = random.nextInt(ids) - 2;
        byte side = random.nextBoolean() ? BUY : SELL;
        // The two sides overlap by half of the range: some orders cross deeply, most rest.
        long price = random.nextInt(prices) - side * prices / 4;
        int size = random.nextInt(-1, 50);
        Outcome outcome;
        Outcome expected;
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> {
                outcome = book.submit(id, side, price, size, trades);
                expected = model.submit(id, side, price, size, false, modelTrades);
            }
            case 4 -> {
                outcome = book.submitImmediate(id, side, price, size, trades);
                expected = model.submit(id, side, price, size, true, modelTrades);
            }
            case 5 -> {
                outcome = book.reduce(id, size);
                expected = model.reduce(id, size);
            }
            default -> {
                outcome = book.delete(id);
                expected = model.delete(id);
            }
        }
        assertThat(outcome).as(when).isEqualTo(expected);
        assertThat(trades.take()).as(when).isEqualTo(modelTrades.take());
        assertThat(book.orderCount()).as(when).isEqualTo(model.orderCount());
        if (random.nextInt(16) == 0) {
            assertThat(levels(book, BUY)).as(when).isEqualTo(model.levels(BUY));
            assertThat(levels(book, SELL)).as(when).isEqualTo(model.levels(SELL));
        }
    }

    /** Trades everything away: the order of these trades is the priority of all that was left. */
    private void drainBoth(OrderBook book, ModelBook model, String when) {
        for (byte side : new byte[]{BUY, SELL}) {
            long price = side == BUY ? Long.MAX_VALUE : Long.MIN_VALUE;
            book.submitImmediate(Long.MAX_VALUE, side, price, Integer.MAX_VALUE, trades);
            model.submit(Long.MAX_VALUE, side, price, Integer.MAX_VALUE, true, modelTrades);
        }
        assertThat(trades.take()).as(when).isEqualTo(modelTrades.take());
        assertThat(book.sameAs(new OrderBook())).as(when).isTrue();
    }

    private static String levels(OrderBook book, byte side) {
        StringBuilder text = new StringBuilder();
        long[] total = new long[1];
        book.visitLevels(side, Integer.MAX_VALUE, (price, volume, orders) -> {
            text.append(price + ":" + volume + "/" + orders + " ");
            total[0] += volume;
            assertThat(book.volumeAt(side, price)).isEqualTo(volume);
        });
        assertThat(book.volume(side)).isEqualTo(total[0]);
        return text.toString();
    }
}
