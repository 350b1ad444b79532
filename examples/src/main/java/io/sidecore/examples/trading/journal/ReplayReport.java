package io.sidecore.examples.trading.journal;

import io.sidecore.examples.trading.book.OrderBook;

/**
 * What the replay of a journal found, up to where it ended.
 *
 * @param book the book that the journal's messages rebuild
 * @param source hash of what the journal is of, from its header
 * @param messages number of messages replayed
 * @param rejected how many of them the engine rejected, then as now
 * @param trades number of trades recorded and matched by the engine
 * @param lastSequence highest sequence number of a message, 0 if there is none
 * @param missing how many numbers were skipped below the highest
 * @param duplicates how many messages had a number not above all before them
 * @param validBytes length of the intact part of the file: the header and all records that were replayed
 * @param ending how the replay ended
 * @param detail the ending in words for the user, with the byte of the file where that is of use
 */
public record ReplayReport(OrderBook book, long source, long messages, long rejected, long trades, long lastSequence,
        long missing, long duplicates, long validBytes, ReplayEnding ending, String detail) {
    /**
     * How many of the messages that were sent the journal does not have.
     *
     * @param sent how many were sent, numbered from 1
     * @return messages skipped, and those missing at the end
     */
    public long lost(long sent) {
        return missing + Math.max(0, sent - lastSequence);
    }

    /**
     * Whether the journal is a whole: a clean end, no number skipped and none repeated.
     *
     * @return true if so; how many messages there should be, only the sender knows
     */
    public boolean isComplete() {
        return ending == ReplayEnding.CLEAN && missing == 0 && duplicates == 0;
    }
}
