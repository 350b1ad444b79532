package io.sidecore.examples.trading.book;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When two books are the same, and when not. */
final class OrderBookStateTest {
    private final OrderBook book = new OrderBook(4);
    private final OrderBook other = new OrderBook(1_000);
    private final TradeLog trades = new TradeLog();

    @Test
    void emptyBooksAreTheSame() {
        assertSame();
        assertThat(book.bestBid()).isEqualTo(OrderBook.NO_BID);
        assertThat(book.bestAsk()).isEqualTo(OrderBook.NO_ASK);
    }

    @Test
    void differentHistoriesMayLeadToTheSameBook() {
        book.submit(1, BUY, 100, 10, trades);
        book.submit(2, BUY, 100, 10, trades);
        other.submit(7, BUY, 300, 1, trades);
        other.submit(1, BUY, 100, 15, trades);
        other.submit(2, BUY, 100, 10, trades);
        other.reduce(1, 5);
        other.delete(7);

        assertSame();
    }

    @Test
    void priorityWithinALevelMatters() {
        book.submit(1, SELL, 100, 10, trades);
        book.submit(2, SELL, 100, 10, trades);
        other.submit(2, SELL, 100, 10, trades);
        other.submit(1, SELL, 100, 10, trades);

        assertDifferent();
    }

    @Test
    void sizeMatters() {
        book.submit(1, SELL, 100, 10, trades);
        other.submit(1, SELL, 100, 9, trades);

        assertDifferent();
    }

    @Test
    void sideMatters() {
        book.submit(1, SELL, 100, 10, trades);
        other.submit(1, BUY, 100, 10, trades);

        assertDifferent();
    }

    @Test
    void priceMatters() {
        book.submit(1, SELL, 100, 10, trades);
        other.submit(1, SELL, 101, 10, trades);

        assertDifferent();
    }

    @Test
    void missingTailOfALevelMatters() {
        book.submit(1, SELL, 100, 10, trades);
        book.submit(2, SELL, 100, 10, trades);
        other.submit(1, SELL, 100, 10, trades);

        assertDifferent();
    }

    private void assertSame() {
        assertThat(book.sameAs(other)).isTrue();
        assertThat(other.sameAs(book)).isTrue();
        assertThat(book.checksum()).isEqualTo(other.checksum());
    }

    private void assertDifferent() {
        assertThat(book.sameAs(other)).isFalse();
        assertThat(other.sameAs(book)).isFalse();
        assertThat(book.checksum()).isNotEqualTo(other.checksum());
    }
}
