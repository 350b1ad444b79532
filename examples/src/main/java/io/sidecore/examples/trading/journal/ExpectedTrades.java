package io.sidecore.examples.trading.journal;

import io.sidecore.examples.trading.book.TradeListener;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Queue;

/** The trades that the replaying engine has made and that the journal has yet to show. */
final class ExpectedTrades implements TradeListener {
    private final Queue<Trade> trades = new ArrayDeque<>();

    private record Trade(long makerOrderId, long takerOrderId, long price, int size, byte takerSide) {}

    @Override
    public void onTrade(long makerOrderId, long takerOrderId, long price, int size, byte takerSide) {
        trades.add(new Trade(makerOrderId, takerOrderId, price, size, takerSide));
    }

    int count() {
        return trades.size();
    }

    /** Whether a trade record is the next expected trade, which is then expected no longer. */
    boolean confirm(MemorySegment journal, long offset) {
        Trade recorded = new Trade(JournalRecord.makerOrderId(journal, offset),
                JournalRecord.takerOrderId(journal, offset), JournalRecord.price(journal, offset),
                JournalRecord.size(journal, offset), JournalRecord.takerSide(journal, offset));
        return recorded.equals(trades.poll());
    }
}
