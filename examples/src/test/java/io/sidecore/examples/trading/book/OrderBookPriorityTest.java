package io.sidecore.examples.trading.book;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who trades with whom, at what price, in which order. */
final class OrderBookPriorityTest {
    private final OrderBook book = new OrderBook(4);
    private final TradeLog trades = new TradeLog();

    @Test
    void betterPriceTradesFirstWhateverItsAge() {
        submit(1, SELL, 102, 10);
        submit(2, SELL, 101, 10);
        submit(3, SELL, 103, 10);

        submit(9, BUY, 103, 25);

        assertThat(trades.take()).containsExactly("2 bought by 9: 10 @ 101", "1 bought by 9: 10 @ 102",
                "3 bought by 9: 5 @ 103");
    }

    @Test
    void highestBidTradesFirst() {
        submit(1, BUY, 98, 10);
        submit(2, BUY, 99, 10);
        submit(3, BUY, 97, 10);

        submit(9, SELL, 97, 25);

        assertThat(trades.take()).containsExactly("2 sold by 9: 10 @ 99", "1 sold by 9: 10 @ 98",
                "3 sold by 9: 5 @ 97");
    }

    @Test
    void amongEqualPricesTheOldestTradesFirst() {
        submit(3, SELL, 100, 10);
        submit(1, SELL, 100, 10);
        submit(2, SELL, 100, 10);

        submit(9, BUY, 100, 30);

        assertThat(trades.take()).containsExactly("3 bought by 9: 10 @ 100", "1 bought by 9: 10 @ 100",
                "2 bought by 9: 10 @ 100");
    }

    @Test
    void tradeIsAtTheRestingPrice() {
        submit(1, SELL, 100, 10);

        submit(2, BUY, 150, 10);

        assertThat(trades.take()).containsExactly("1 bought by 2: 10 @ 100");
    }

    @Test
    void partlyFilledOrderKeepsItsPlace() {
        submit(1, SELL, 100, 10);
        submit(2, SELL, 100, 10);
        submit(8, BUY, 100, 4);
        trades.take();

        submit(9, BUY, 100, 10);

        assertThat(trades.take()).containsExactly("1 bought by 9: 6 @ 100", "2 bought by 9: 4 @ 100");
    }

    @Test
    void reducedOrderKeepsItsPlace() {
        submit(1, SELL, 100, 10);
        submit(2, SELL, 100, 10);
        book.reduce(1, 7);

        submit(9, BUY, 100, 10);

        assertThat(trades.take()).containsExactly("1 bought by 9: 3 @ 100", "2 bought by 9: 7 @ 100");
    }

    @Test
    void orderThatIsDeletedAndComesBackQueuesAtTheEnd() {
        submit(1, SELL, 100, 10);
        submit(2, SELL, 100, 10);
        book.delete(1);
        submit(1, SELL, 100, 10);

        submit(9, BUY, 100, 20);

        assertThat(trades.take()).containsExactly("2 bought by 9: 10 @ 100", "1 bought by 9: 10 @ 100");
    }

    @Test
    void deletionFromTheMiddleClosesTheQueue() {
        submit(1, SELL, 100, 10);
        submit(2, SELL, 100, 10);
        submit(3, SELL, 100, 10);
        book.delete(2);

        submit(9, BUY, 100, 20);

        assertThat(trades.take()).containsExactly("1 bought by 9: 10 @ 100", "3 bought by 9: 10 @ 100");
    }

    @Test
    void remainderOfALimitOrderRestsAtItsLimit() {
        submit(1, SELL, 100, 10);

        submit(2, BUY, 101, 25);

        assertThat(book.bestBid()).isEqualTo(101);
        assertThat(book.remaining(2)).isEqualTo(15);
        assertThat(book.levelCount(SELL)).isZero();
    }

    @Test
    void remainderOfAnImmediateOrderIsDropped() {
        submit(1, SELL, 100, 10);

        assertThat(book.submitImmediate(2, BUY, 101, 25, trades)).isEqualTo(Outcome.ACCEPTED);

        assertThat(trades.take()).containsExactly("1 bought by 2: 10 @ 100");
        assertThat(book.orderCount()).isZero();
        assertThat(book.levelCount(BUY)).isZero();
    }

    @Test
    void immediateOrderThatDoesNotCrossDoesNothing() {
        submit(1, SELL, 100, 10);

        assertThat(book.submitImmediate(2, BUY, 99, 10, trades)).isEqualTo(Outcome.ACCEPTED);

        assertThat(trades.take()).isEmpty();
        assertThat(book.remaining(1)).isEqualTo(10);
    }

    @Test
    void priceOneTickShortDoesNotTrade() {
        submit(1, SELL, 100, 10);
        submit(2, BUY, 99, 10);

        assertThat(trades.take()).isEmpty();
        assertThat(book.bestBid()).isEqualTo(99);
        assertThat(book.bestAsk()).isEqualTo(100);
    }

    @Test
    void pricesAtBothEndsOfTheRangeAreOrdinary() {
        submit(1, SELL, Long.MAX_VALUE, 5);
        submit(2, SELL, Long.MIN_VALUE + 1, 5);
        submit(3, BUY, Long.MIN_VALUE, 5);

        assertThat(trades.take()).isEmpty();
        submit(9, BUY, Long.MAX_VALUE, 10);
        assertThat(trades.take()).containsExactly("2 bought by 9: 5 @ " + (Long.MIN_VALUE + 1),
                "1 bought by 9: 5 @ " + Long.MAX_VALUE);
        submit(10, SELL, Long.MIN_VALUE, 5);
        assertThat(trades.take()).containsExactly("3 sold by 10: 5 @ " + Long.MIN_VALUE);
        assertThat(book.orderCount()).isZero();
    }

    @Test
    void levelsShowTheBestPriceFirst() {
        submit(1, BUY, 98, 10);
        submit(2, BUY, 99, 20);
        submit(3, BUY, 99, 5);
        submit(4, BUY, 97, 1);
        StringBuilder shown = new StringBuilder();

        book.visitLevels(BUY, 2, (price, volume, orders) -> shown.append(price + ":" + volume + "/" + orders + " "));

        assertThat(shown).hasToString("99:25/2 98:10/1 ");
        assertThat(book.volume(BUY)).isEqualTo(36);
        assertThat(book.volumeAt(BUY, 99)).isEqualTo(25);
        assertThat(book.volumeAt(BUY, 96)).isZero();
    }

    private void submit(long orderId, byte side, long price, int size) {
        assertThat(book.submit(orderId, side, price, size, trades)).isEqualTo(Outcome.ACCEPTED);
    }
}
