package io.sidecore.examples.trading.journal;

import io.sidecore.examples.trading.book.MatchingEngine;
import io.sidecore.examples.trading.book.OrderBook;
import io.sidecore.examples.trading.book.OrderMessage;
import io.sidecore.examples.trading.book.TradeListener;
import io.sidecore.examples.trading.flow.OrderFlow;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes a journal into memory, as the demo's engine does: each message, then its trades. */
final class JournalWriter implements TradeListener {
    static final long SOURCE = 0x5EED;

    private final MemorySegment journal;
    private final JournalEncoder encoder = new JournalEncoder();
    private final MatchingEngine engine = new MatchingEngine(new OrderBook(), this);
    private final MemorySegment message = MemorySegment.ofArray(new byte[OrderMessage.BYTES]);
    private long position;
    private long sequence;
    private long trades;

    JournalWriter(int capacity) {
        journal = MemorySegment.ofArray(new byte[capacity]);
        position = JournalHeader.encode(journal, 0, SOURCE);
    }

    static JournalWriter of(OrderFlow flow) {
        JournalWriter writer = new JournalWriter(JournalHeader.BYTES + 4 * flow.count() * JournalRecord.BYTES);
        for (int i = 0; i < flow.count(); i++) {
            flow.encode(i, writer.message, 0, i + 1, flow.offsetNanos(i));
            writer.write();
        }
        return writer;
    }

    JournalWriter add(long number, byte kind, byte side, long orderId, long price, int size) {
        OrderMessage.encode(message, 0, number, 0, orderId, price, size, kind, side);
        write();
        return this;
    }

    @Override
    public void onTrade(long makerOrderId, long takerOrderId, long price, int size, byte takerSide) {
        position += encoder.encodeTrade(journal, position, sequence, ++trades, makerOrderId, takerOrderId, price, size,
                takerSide);
    }

    OrderBook book() {
        return engine.book();
    }

    long trades() {
        return trades;
    }

    /** The journal up to its last record, as a copy. */
    byte[] bytes() {
        return journal.asSlice(0, position).toArray(ValueLayout.JAVA_BYTE);
    }

    private void write() {
        sequence = OrderMessage.sequence(message, 0);
        long at = position;
        // The message's record comes first, but its result is known last.
        position += JournalRecord.BYTES;
        int result = engine.apply(message, 0).code();
        encoder.encodeMessage(journal, at, message, 0, result);
    }
}
