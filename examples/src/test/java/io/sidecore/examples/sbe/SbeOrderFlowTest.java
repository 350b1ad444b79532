package io.sidecore.examples.sbe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("agrona") // run with the flag that Agrona's buffers need
class SbeOrderFlowTest {
    @Test
    void ordersAreDecodedAsTheyWereEncoded() throws InterruptedException {
        assertThat(linesOf("3")).containsExactly("1000 BUY 10 MSFT at 4150000", "1001 SELL 20 AAPL at 4150100",
                "1002 BUY 30 NVDA at 4150200");
    }

    @Test
    void moreOrdersThanTheRingHoldsPassInOrder() throws InterruptedException {
        assertThat(linesOf("5000")).hasSize(5000).endsWith("5999 SELL 50000 AAPL at 4649900");
    }

    private static String[] linesOf(String... args) throws InterruptedException {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            SbeOrderFlow.main(args);
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8).split("\n");
    }
}
