package io.sidecore.examples.trading.book;

import java.util.ArrayList;
import java.util.List;

/** Writes trades down as text: "maker x taker: size @ price". */
final class TradeLog implements TradeListener {
    private final List<String> trades = new ArrayList<>();

    @Override
    public void onTrade(long makerOrderId, long takerOrderId, long price, int size, byte takerSide) {
        trades.add(makerOrderId + (takerSide == OrderMessage.BUY ? " bought by " : " sold by ") + takerOrderId + ": "
                + size + " @ " + price);
    }

    /** The trades since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(trades);
        trades.clear();
        return taken;
    }
}
