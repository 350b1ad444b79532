package io.sidecore.examples.trading.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.examples.trading.book.OrderMessage;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class OrderFlowTest {
    @Test
    void messageIsEncodedWithTheSequenceAndTimeOfTheSender() {
        OrderFlow flow = new OrderFlow.Builder(1).add(OrderMessage.STATUS, OrderMessage.BUY, 1, 1, 1, 0)
                .add(OrderMessage.NEW, OrderMessage.SELL, 77, 5_853_300, 18, 500).build();
        MemorySegment segment = MemorySegment.ofArray(new byte[64]);

        flow.encode(1, segment, 8, 9, 1_234);

        assertThat(OrderMessage.sequence(segment, 8)).isEqualTo(9);
        assertThat(OrderMessage.sentNanos(segment, 8)).isEqualTo(1_234);
        assertThat(OrderMessage.orderId(segment, 8)).isEqualTo(77);
        assertThat(OrderMessage.price(segment, 8)).isEqualTo(5_853_300);
        assertThat(OrderMessage.size(segment, 8)).isEqualTo(18);
        assertThat(OrderMessage.kind(segment, 8)).isEqualTo(OrderMessage.NEW);
        assertThat(OrderMessage.side(segment, 8)).isEqualTo(OrderMessage.SELL);
    }

    @Test
    void flowDoesNotChangeWhenItsBuilderGoesOn() {
        OrderFlow.Builder builder = new OrderFlow.Builder(4).add(OrderMessage.NEW, OrderMessage.BUY, 1, 100, 10, 0);
        OrderFlow flow = builder.build();
        long fingerprint = flow.fingerprint();

        builder.add(OrderMessage.DELETE, OrderMessage.BUY, 1, 100, 10, 1);

        assertThat(flow.count()).isEqualTo(1);
        assertThat(flow.fingerprint()).isEqualTo(fingerprint);
        assertThatThrownBy(() -> flow.kind(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void timeThatGoesBackwardsIsRefused() {
        OrderFlow.Builder builder = new OrderFlow.Builder(4).add(OrderMessage.NEW, OrderMessage.BUY, 1, 100, 10, 5);

        assertThatThrownBy(() -> builder.add(OrderMessage.NEW, OrderMessage.BUY, 2, 100, 10, 4))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("message 1");
    }

    @Test
    void fingerprintSeesTheOrderOfMessages() {
        OrderFlow flow = new OrderFlow.Builder(2).add(OrderMessage.NEW, OrderMessage.BUY, 1, 100, 10, 0)
                .add(OrderMessage.NEW, OrderMessage.BUY, 2, 100, 10, 0).build();
        OrderFlow swapped = new OrderFlow.Builder(2).add(OrderMessage.NEW, OrderMessage.BUY, 2, 100, 10, 0)
                .add(OrderMessage.NEW, OrderMessage.BUY, 1, 100, 10, 0).build();

        assertThat(flow.fingerprint()).isNotEqualTo(swapped.fingerprint());
    }
}
