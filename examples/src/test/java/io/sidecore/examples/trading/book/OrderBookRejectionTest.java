package io.sidecore.examples.trading.book;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the book refuses, and that a refusal leaves no trace. */
final class OrderBookRejectionTest {
    private final OrderBook book = new OrderBook(4);
    private final OrderBook untouched = new OrderBook(4);
    private final TradeLog trades = new TradeLog();

    @BeforeEach
    void oneBidRestsInBoth() {
        book.submit(1, BUY, 100, 10, trades);
        untouched.submit(1, BUY, 100, 10, trades);
    }

    @AfterEach
    void bookIsAsItWas() {
        assertThat(book.sameAs(untouched)).isTrue();
        assertThat(trades.take()).isEmpty();
    }

    @Test
    void idThatRestsIsADuplicate() {
        assertThat(book.submit(1, SELL, 100, 10, trades)).isEqualTo(Outcome.REJECTED_DUPLICATE_ORDER);
        assertThat(book.submitImmediate(1, SELL, 100, 10, trades)).isEqualTo(Outcome.REJECTED_DUPLICATE_ORDER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void sizeBelowOneIsRefused(int size) {
        assertThat(book.submit(2, SELL, 100, size, trades)).isEqualTo(Outcome.REJECTED_SIZE);
        assertThat(book.submitImmediate(2, SELL, 100, size, trades)).isEqualTo(Outcome.REJECTED_SIZE);
        assertThat(book.reduce(1, size)).isEqualTo(Outcome.REJECTED_SIZE);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 2, -2, Byte.MIN_VALUE})
    void sideThatIsNeitherIsRefused(byte side) {
        assertThat(book.submit(2, side, 100, 10, trades)).isEqualTo(Outcome.REJECTED_SIDE);
        assertThat(book.submitImmediate(2, side, 100, 10, trades)).isEqualTo(Outcome.REJECTED_SIDE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 2, Long.MIN_VALUE, Long.MAX_VALUE})
    void unknownOrderIsRefused(long orderId) {
        assertThat(book.reduce(orderId, 1)).isEqualTo(Outcome.REJECTED_UNKNOWN_ORDER);
        assertThat(book.delete(orderId)).isEqualTo(Outcome.REJECTED_UNKNOWN_ORDER);
    }

    @Test
    void reductionByMoreThanIsLeftIsRefused() {
        assertThat(book.reduce(1, 11)).isEqualTo(Outcome.REJECTED_REDUCTION);
    }

    @Test
    void filledOrderIsUnknown() {
        book.submit(2, SELL, 101, 5, trades);
        book.submitImmediate(3, BUY, 101, 5, trades);
        trades.take();

        assertThat(book.delete(2)).isEqualTo(Outcome.REJECTED_UNKNOWN_ORDER);
    }

    @Test
    void reductionByAllThatIsLeftRemovesTheOrderAndItsLevel() {
        book.submit(2, BUY, 101, 5, trades);

        assertThat(book.reduce(2, 5)).isEqualTo(Outcome.ACCEPTED);

        assertThat(book.remaining(2)).isZero();
        assertThat(book.bestBid()).isEqualTo(100);
        assertThat(book.levelCount(BUY)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 26) + 1})
    void bookForAnAbsurdNumberOfOrdersIsRefused(int expectedOrders) {
        assertThatThrownBy(() -> new OrderBook(expectedOrders)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(expectedOrders));
    }
}
