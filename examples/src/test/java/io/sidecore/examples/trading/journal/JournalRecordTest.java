package io.sidecore.examples.trading.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.examples.trading.book.OrderMessage;
import io.sidecore.examples.trading.book.Outcome;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class JournalRecordTest {
    private final byte[] bytes = new byte[128];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);
    private final JournalEncoder encoder = new JournalEncoder();

    @Test
    void tradeIsHeldByGoldenBytes() {
        int written = encoder.encodeTrade(segment, 8, 0x0102030405060708L, 0x1112131415161718L, 0x2122232425262728L,
                0x3132333435363738L, 0x4142434445464748L, 0x51525354, OrderMessage.SELL);

        assertThat(written).isEqualTo(56);
        assertThat(hex(8, 12)).isEqualTo("30000000");
        assertThat(hex(12, 16)).isEqualTo(littleEndianChecksum(16, 64));
        assertThat(hex(16, 64)).isEqualTo("02ff0000" + "54535251" + "0807060504030201" + "1817161514131211"
                + "2827262524232221" + "3837363534333231" + "4847464544434241");
    }

    @Test
    void messageIsHeldByGoldenBytes() {
        MemorySegment message = MemorySegment.ofArray(new byte[OrderMessage.BYTES + 5]);
        OrderMessage.encode(message, 5, 1, 2, 3, 4, 5, OrderMessage.DELETE, OrderMessage.BUY);

        int written = encoder.encodeMessage(segment, 8, message, 5, Outcome.REJECTED_UNKNOWN_ORDER.code());

        assertThat(written).isEqualTo(56);
        assertThat(hex(8, 12)).isEqualTo("30000000");
        assertThat(hex(12, 16)).isEqualTo(littleEndianChecksum(16, 64));
        assertThat(hex(16, 64)).isEqualTo("01000000" + "feffffff" + "0100000000000000" + "0200000000000000"
                + "0300000000000000" + "0400000000000000" + "05000000" + "04" + "01" + "0000");
    }

    @Test
    void nothingOutsideTheRecordIsWritten() {
        Arrays.fill(bytes, (byte) 0xEE);

        encoder.encodeTrade(segment, 8, 1, 1, 1, 1, 1, 1, OrderMessage.BUY);

        assertThat(hex(0, 8)).isEqualTo("ee".repeat(8));
        assertThat(hex(64, 128)).isEqualTo("ee".repeat(64));
    }

    @Test
    void tradeLeavesNoTraceInTheMessageAfterIt() {
        MemorySegment message = MemorySegment.ofArray(new byte[OrderMessage.BYTES]);
        new JournalEncoder().encodeMessage(segment, 0, message, 0, 0);
        encoder.encodeTrade(segment, 64, -1, -1, -1, -1, -1, -1, OrderMessage.SELL);

        encoder.encodeMessage(segment, 64, message, 0, 0);

        assertThat(hex(64, 120)).isEqualTo(hex(0, 56));
    }

    @Test
    void everyFieldOfATradeComesBack() {
        encoder.encodeTrade(segment, 3, 1, 2, -3, Long.MIN_VALUE, 5, 6, OrderMessage.SELL);

        assertThat(JournalRecord.kind(segment, 3)).isEqualTo(JournalRecord.TRADE);
        assertThat(JournalRecord.sequence(segment, 3)).isEqualTo(1);
        assertThat(JournalRecord.tradeNumber(segment, 3)).isEqualTo(2);
        assertThat(JournalRecord.makerOrderId(segment, 3)).isEqualTo(-3);
        assertThat(JournalRecord.takerOrderId(segment, 3)).isEqualTo(Long.MIN_VALUE);
        assertThat(JournalRecord.price(segment, 3)).isEqualTo(5);
        assertThat(JournalRecord.size(segment, 3)).isEqualTo(6);
        assertThat(JournalRecord.takerSide(segment, 3)).isEqualTo(OrderMessage.SELL);
    }

    @Test
    void recordThatDoesNotFitWritesNothing() {
        assertThatThrownBy(() -> encoder.encodeTrade(segment, 73, 1, 1, 1, 1, 1, 1, OrderMessage.BUY))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void headerIsHeldByGoldenBytes() {
        Arrays.fill(bytes, (byte) 0xEE);

        assertThat(JournalHeader.encode(segment, 0, 0x0102030405060708L)).isEqualTo(64);

        assertThat(hex(0, 60)).isEqualTo(HexFormat.of().formatHex("SIDEJRNL".getBytes(
                StandardCharsets.US_ASCII)) + "01000000" + "40000000" + "0807060504030201"
                + "ffffffffffffffff" + "00".repeat(28));
        assertThat(hex(60, 64)).isEqualTo(littleEndianChecksum(0, 60));
        assertThat(JournalHeader.source(segment, 0)).isEqualTo(0x0102030405060708L);
        assertThat(JournalHeader.defect(segment, 0)).isEmpty();
    }

    private String hex(int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    private String littleEndianChecksum(int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return HexFormat.of().toHexDigits(Integer.reverseBytes((int) crc.getValue()));
    }
}
