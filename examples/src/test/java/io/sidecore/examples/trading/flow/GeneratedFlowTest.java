package io.sidecore.examples.trading.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sidecore.examples.trading.book.MatchingEngine;
import io.sidecore.examples.trading.book.OrderBook;
import io.sidecore.examples.trading.book.OrderMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeneratedFlowTest {
    private static final int MESSAGES = 100_000;

    @Test
    void sameSeedGivesTheSameFlow() {
        assertThat(GeneratedFlow.create(42, MESSAGES).fingerprint())
                .isEqualTo(GeneratedFlow.create(42, MESSAGES).fingerprint());
    }

    @Test
    void seedKeepsItsMeaningFromReleaseToRelease() {
        assertThat(GeneratedFlow.create(42, 10_000).fingerprint()).isEqualTo(-5_809_743_088_583_105_971L);
    }

    @Test
    void anotherSeedGivesAnotherFlow() {
        assertThat(GeneratedFlow.create(42, 1_000).fingerprint())
                .isNotEqualTo(GeneratedFlow.create(43, 1_000).fingerprint());
    }

    @Test
    void longerFlowBeginsWithTheShorterOne() {
        OrderFlow shorter = GeneratedFlow.create(7, 1_000);
        OrderFlow longer = GeneratedFlow.create(7, 2_000);

        for (int i = 0; i < shorter.count(); i++) {
            assertThat(longer.orderId(i)).isEqualTo(shorter.orderId(i));
            assertThat(longer.price(i)).isEqualTo(shorter.price(i));
            assertThat(longer.offsetNanos(i)).isEqualTo(shorter.offsetNanos(i));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, -1, Long.MAX_VALUE})
    void messagesComeInTheProportionsOfAnExchange(long seed) {
        OrderFlow flow = GeneratedFlow.create(seed, MESSAGES);
        OrderBook book = new OrderBook();
        int[] traded = new int[1];
        MatchingEngine engine = new MatchingEngine(book, (maker, taker, price, size, side) -> traded[0]++);
        int aggressive = 0;
        int rejected = 0;
        int most = 0;
        int[] kinds = new int[OrderMessage.TRADE_REPORT + 1];

        for (int i = 0; i < flow.count(); i++) {
            int before = traded[0];
            if (engine.apply(flow.kind(i), flow.side(i), flow.orderId(i), flow.price(i), flow.size(i)).isRejected()) {
                rejected++;
            }
            kinds[flow.kind(i)]++;
            if (traded[0] > before) {
                aggressive++;
            }
            most = Math.max(most, book.orderCount());
        }

        assertThat(rejected).isZero();
        assertThat(most).isLessThanOrEqualTo(GeneratedFlow.MAX_LIVE);
        assertThat(percent(kinds[OrderMessage.DELETE])).isCloseTo(40, within(4.0));
        assertThat(percent(kinds[OrderMessage.REDUCE])).isCloseTo(5, within(1.0));
        assertThat(percent(kinds[OrderMessage.NEW_IOC])).isCloseTo(5, within(1.0));
        assertThat(percent(aggressive)).isCloseTo(11, within(3.0));
        assertThat(book.orderCount()).isGreaterThan(GeneratedFlow.MIN_LIVE / 2);
    }

    @Test
    void messagesComeAtTheMeanGap() {
        OrderFlow flow = GeneratedFlow.create(1, MESSAGES);

        assertThat(flow.offsetNanos(0)).isZero();
        assertThat((double) flow.offsetNanos(MESSAGES - 1) / MESSAGES).isCloseTo(GeneratedFlow.MEAN_GAP_NANOS,
                within(40.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, OrderFlow.MAX_MESSAGES + 1, Integer.MIN_VALUE})
    void absurdNumberOfMessagesIsRefused(int messages) {
        assertThatThrownBy(() -> GeneratedFlow.create(1, messages)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(messages));
    }

    private static double percent(int count) {
        return 100.0 * count / MESSAGES;
    }
}
