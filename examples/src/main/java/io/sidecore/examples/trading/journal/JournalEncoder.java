package io.sidecore.examples.trading.journal;

import static io.sidecore.examples.trading.journal.JournalRecord.BYTE;
import static io.sidecore.examples.trading.journal.JournalRecord.BYTES;
import static io.sidecore.examples.trading.journal.JournalRecord.INT;
import static io.sidecore.examples.trading.journal.JournalRecord.LONG;
import static io.sidecore.examples.trading.journal.JournalRecord.PAYLOAD_BYTES;
import static io.sidecore.examples.trading.journal.JournalRecord.PREFIX_BYTES;

import io.sidecore.examples.trading.book.OrderMessage;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes journal records, in the layout of {@link JournalRecord}, without allocating.
 *
 * <p>One thread at a time: an encoder keeps the state of its checksum, and a record's worth of memory outside the heap
 * in which a record takes shape. {@link CRC32C} reads byte buffers only, and a view of the caller's segment would be a
 * new object for each record.
 *
 * <p>Records are complete when a method returns, but not published: that is for the caller to do.
 */
public final class JournalEncoder {
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer payload = ByteBuffer.allocateDirect(BYTES);
    private final MemorySegment scratch = MemorySegment.ofBuffer(payload);

    /** An encoder. */
    public JournalEncoder() {
        scratch.set(INT, JournalRecord.LENGTH_AT, PAYLOAD_BYTES);
    }

    /**
     * Writes the record of a message and its outcome.
     *
     * @param target where to write {@link JournalRecord#BYTES} bytes
     * @param offset first byte in the target
     * @param message where the message is
     * @param messageOffset first byte of the message
     * @param resultCode what became of it: {@link io.sidecore.examples.trading.book.Outcome#code}
     * @return bytes written, always {@link JournalRecord#BYTES}: the offset of the next record is known before this one
     *        is written
     * @throws IndexOutOfBoundsException if message or record do not lie within their segments; nothing is written then
     */
    public int encodeMessage(MemorySegment target, long offset, MemorySegment message, long messageOffset,
            int resultCode) {
        scratch.set(INT, JournalRecord.KIND_AT, JournalRecord.MESSAGE);
        scratch.set(INT, JournalRecord.RESULT_AT, resultCode);
        MemorySegment.copy(message, messageOffset, scratch, JournalRecord.MESSAGE_AT, OrderMessage.BYTES);
        return seal(target, offset);
    }

    /**
     * Writes the record of a trade. Its place is behind the record of the message that caused it.
     *
     * @param target where to write {@link JournalRecord#BYTES} bytes
     * @param offset first byte in the target
     * @param sequence number of the message that caused the trade
     * @param tradeNumber number of the trade in this journal, from 1
     * @param makerOrderId the resting order
     * @param takerOrderId the incoming order
     * @param price price in ticks
     * @param size shares
     * @param takerSide side of the incoming order
     * @return bytes written, always {@link JournalRecord#BYTES}
     * @throws IndexOutOfBoundsException if the record does not lie within the target; nothing is written then
     */
    public int encodeTrade(MemorySegment target, long offset, long sequence, long tradeNumber, long makerOrderId,
            long takerOrderId, long price, int size, byte takerSide) {
        scratch.set(INT, JournalRecord.KIND_AT, JournalRecord.TRADE);
        scratch.set(BYTE, JournalRecord.SIDE_AT, takerSide);
        scratch.set(INT, JournalRecord.SIZE_AT, size);
        scratch.set(LONG, JournalRecord.SEQUENCE_AT, sequence);
        scratch.set(LONG, JournalRecord.NUMBER_AT, tradeNumber);
        scratch.set(LONG, JournalRecord.MAKER_AT, makerOrderId);
        scratch.set(LONG, JournalRecord.TAKER_AT, takerOrderId);
        scratch.set(LONG, JournalRecord.PRICE_AT, price);
        return seal(target, offset);
    }

    /** The checksum of a payload somewhere else, by way of this encoder's memory. */
    int checksumAt(MemorySegment segment, long offset) {
        MemorySegment.copy(segment, offset + PREFIX_BYTES, scratch, PREFIX_BYTES, PAYLOAD_BYTES);
        return checksum();
    }

    private int seal(MemorySegment target, long offset) {
        scratch.set(INT, JournalRecord.CHECKSUM_AT, checksum());
        MemorySegment.copy(scratch, 0, target, offset, BYTES);
        return BYTES;
    }

    private int checksum() {
        crc.reset();
        payload.limit(BYTES).position(PREFIX_BYTES);
        crc.update(payload);
        return (int) crc.getValue();
    }
}
