package io.sidecore.examples.trading.book;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MatchingEngineTest {
    private final TradeLog trades = new TradeLog();
    private final MatchingEngine engine = new MatchingEngine(new OrderBook(4), trades);

    @Test
    void eachKindReachesTheBook() {
        assertThat(apply(OrderMessage.NEW, SELL, 1, 100, 10)).isEqualTo(Outcome.ACCEPTED);
        assertThat(apply(OrderMessage.NEW, SELL, 2, 100, 10)).isEqualTo(Outcome.ACCEPTED);
        assertThat(apply(OrderMessage.REDUCE, SELL, 1, 100, 4)).isEqualTo(Outcome.ACCEPTED);
        assertThat(apply(OrderMessage.NEW_IOC, BUY, 3, 100, 7)).isEqualTo(Outcome.ACCEPTED);
        assertThat(apply(OrderMessage.DELETE, SELL, 2, 100, 0)).isEqualTo(Outcome.ACCEPTED);

        assertThat(trades.take()).containsExactly("1 bought by 3: 6 @ 100", "2 bought by 3: 1 @ 100");
        assertThat(engine.book().orderCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(bytes = {OrderMessage.STATUS, OrderMessage.TRADE_REPORT})
    void reportsAreAcceptedWithoutEffect(byte kind) {
        apply(OrderMessage.NEW, SELL, 1, 100, 10);
        long before = engine.book().checksum();

        assertThat(apply(kind, BUY, 1, 100, 10)).isEqualTo(Outcome.ACCEPTED);

        assertThat(engine.book().checksum()).isEqualTo(before);
        assertThat(trades.take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 7, -1, Byte.MIN_VALUE})
    void unknownKindIsRefused(byte kind) {
        assertThat(apply(kind, BUY, 1, 100, 10)).isEqualTo(Outcome.REJECTED_KIND);
        assertThat(engine.book().orderCount()).isZero();
    }

    @Test
    void codesOfOutcomesAreDistinctAndOnlyAcceptedIsNotNegative() {
        assertThat(Arrays.stream(Outcome.values()).map(Outcome::code)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Outcome.values()).filter(outcome -> !outcome.isRejected()))
                .containsExactly(Outcome.ACCEPTED);
    }

    private Outcome apply(byte kind, byte side, long orderId, long price, int size) {
        MemorySegment message = MemorySegment.ofArray(new byte[OrderMessage.BYTES + 1]);
        OrderMessage.encode(message, 1, 1, 0, orderId, price, size, kind, side);
        return engine.apply(message, 1);
    }
}
