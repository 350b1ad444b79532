package io.sidecore.examples.trading.flow;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.examples.trading.book.MatchingEngine;
import io.sidecore.examples.trading.book.OrderBook;
import io.sidecore.examples.trading.book.OrderMessage;
import io.sidecore.examples.trading.book.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LobsterReaderTest {
    @TempDir
    Path folder;

    @Test
    void eachTypeBecomesItsMessage() throws IOException {
        OrderFlow flow = read("34200.1,1,11,18,5853300,1\n34200.2,2,11,5,5853300,1\n34200.3,3,12,100,5853400,-1\n"
                + "34200.4,4,11,3,5853300,1\n34200.5,5,0,40,5853350,-1\n34200.6,6,-1,500,5853000,-1\n"
                + "34200.7,7,0,0,-1,-1\n");

        assertThat(describe(flow)).containsExactly("NEW BUY id 11 18 @ 5853300", "REDUCE BUY id 11 5 @ 5853300",
                "DELETE SELL id 12 100 @ 5853400", "NEW_IOC SELL id -2 3 @ 5853300",
                "TRADE_REPORT SELL id 0 40 @ 5853350", "TRADE_REPORT SELL id -1 500 @ 5853000",
                "STATUS SELL id 0 0 @ -1");
    }

    @Test
    void executionIsReplayedAsTheOrderThatCausedIt() throws IOException {
        OrderFlow flow = read("1,1,11,10,100,-1\n2,1,12,10,100,-1\n3,4,11,10,100,-1\n4,4,12,4,100,-1\n");
        List<String> trades = new ArrayList<>();
        OrderBook book = new OrderBook();

        apply(flow, new MatchingEngine(book, (maker, taker, price, size, side) -> trades
                .add(maker + " by " + taker + ": " + size + " side " + side)));

        assertThat(trades).containsExactly("11 by -2: 10 side 1", "12 by -3: 4 side 1");
        assertThat(book.remaining(12)).isEqualTo(6);
    }

    @Test
    void ordersFromBeforeTheFileAreRejectedByTheBook() throws IOException {
        OrderFlow flow = read("1,3,11,10,100,-1\n2,2,12,10,100,-1\n3,1,13,10,100,-1\n");

        assertThat(apply(flow, new MatchingEngine(new OrderBook(), (maker, taker, price, size, side) -> {})))
                .containsExactly(Outcome.REJECTED_UNKNOWN_ORDER, Outcome.REJECTED_UNKNOWN_ORDER, Outcome.ACCEPTED);
    }

    @Test
    void timesAreExactToTheNanosecond() throws IOException {
        OrderFlow flow = read("34200.004241176,1,1,1,1,1\n34200.00426064,1,2,1,1,1\n34201,1,3,1,1,1\n"
                + "57599.999999999,1,4,1,1,1\n");

        assertThat(flow.offsetNanos(0)).isZero();
        assertThat(flow.offsetNanos(1)).isEqualTo(19_464);
        assertThat(flow.offsetNanos(2)).isEqualTo(995_758_824);
        assertThat(flow.offsetNanos(3)).isEqualTo(23_399_995_758_823L);
    }

    @Test
    void sevenColumnsBlankLinesWindowsLineEndsAndAMissingLastLineEndAreFine() throws IOException {
        OrderFlow flow = read(
                "\r\n1.5,1,1,10,100,1,null\r\n\r\n  \n2.5, 1, 2, 10, 100, -1, ABCD\r\n\n3.5,3,1,10,100,1,");

        assertThat(describe(flow)).containsExactly("NEW BUY id 1 10 @ 100", "NEW SELL id 2 10 @ 100",
                "DELETE BUY id 1 10 @ 100");
    }

    @Test
    void sizeThatNoOrderCanHaveIsLeftToTheBookToReject() throws IOException {
        assertThat(describe(read("1,1,5,0,100,1\n"))).containsExactly("NEW BUY id 5 0 @ 100");
    }

    @Test
    void longFileIsReadInFull() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            lines.append(i).append(".25,1,").append(i).append(",10,100,1\n");
        }

        OrderFlow flow = read(lines.toString());

        assertThat(flow.count()).isEqualTo(5_000);
        assertThat(flow.orderId(4_999)).isEqualTo(4_999);
        assertThat(flow.offsetNanos(4_999)).isEqualTo(4_999_000_000_000L);
    }

    private OrderFlow read(String content) throws IOException {
        return LobsterReader.read(Files.writeString(folder.resolve("orders.csv"), content));
    }

    private static List<Outcome> apply(OrderFlow flow, MatchingEngine engine) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < flow.count(); i++) {
            outcomes.add(engine.apply(flow.kind(i), flow.side(i), flow.orderId(i), flow.price(i), flow.size(i)));
        }
        return outcomes;
    }

    private static List<String> describe(OrderFlow flow) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < flow.count(); i++) {
            String side = flow.side(i) == BUY ? "BUY" : flow.side(i) == SELL ? "SELL" : "?";
            messages.add(name(flow.kind(i)) + " " + side + " id " + flow.orderId(i) + " " + flow.size(i) + " @ "
                    + flow.price(i));
        }
        return messages;
    }

    private static String name(byte kind) {
        return switch (kind) {
            case OrderMessage.NEW -> "NEW";
            case OrderMessage.NEW_IOC -> "NEW_IOC";
            case OrderMessage.REDUCE -> "REDUCE";
            case OrderMessage.DELETE -> "DELETE";
            case OrderMessage.STATUS -> "STATUS";
            case OrderMessage.TRADE_REPORT -> "TRADE_REPORT";
            default -> "?";
        };
    }
}
