package io.sidecore.examples.trading.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class OrderMessageTest {
    @Test
    void layoutIsHeldByGoldenBytes() {
        byte[] bytes = new byte[OrderMessage.BYTES];
        Arrays.fill(bytes, (byte) 0xEE);

        OrderMessage.encode(MemorySegment.ofArray(bytes), 0, 0x0102030405060708L, 0x1112131415161718L,
                0x2122232425262728L, 0x3132333435363738L, 0x41424344, OrderMessage.NEW_IOC, OrderMessage.SELL);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(
                "0807060504030201" + "1817161514131211" + "2827262524232221" + "3837363534333231" + "44434241"
                        + "02" + "ff" + "0000");
    }

    @Test
    void everyFieldComesBackFromAnUnalignedOffset() {
        MemorySegment segment = MemorySegment.ofArray(new byte[OrderMessage.BYTES + 3]);

        OrderMessage.encode(segment, 3, 1, Long.MAX_VALUE, -1, Long.MIN_VALUE, Integer.MIN_VALUE,
                OrderMessage.TRADE_REPORT, OrderMessage.BUY);

        assertThat(OrderMessage.sequence(segment, 3)).isEqualTo(1);
        assertThat(OrderMessage.sentNanos(segment, 3)).isEqualTo(Long.MAX_VALUE);
        assertThat(OrderMessage.orderId(segment, 3)).isEqualTo(-1);
        assertThat(OrderMessage.price(segment, 3)).isEqualTo(Long.MIN_VALUE);
        assertThat(OrderMessage.size(segment, 3)).isEqualTo(Integer.MIN_VALUE);
        assertThat(OrderMessage.kind(segment, 3)).isEqualTo(OrderMessage.TRADE_REPORT);
        assertThat(OrderMessage.side(segment, 3)).isEqualTo(OrderMessage.BUY);
        assertThat(segment.asSlice(0, 3).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    @Test
    void messageOutsideTheSegmentIsRefused() {
        MemorySegment segment = MemorySegment.ofArray(new byte[OrderMessage.BYTES]);

        assertThatThrownBy(() -> OrderMessage.encode(segment, 1, 1, 1, 1, 1, 1, OrderMessage.NEW, OrderMessage.BUY))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
