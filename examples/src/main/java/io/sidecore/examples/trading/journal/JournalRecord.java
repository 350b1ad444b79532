package io.sidecore.examples.trading.journal;

import io.sidecore.examples.trading.book.OrderMessage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The layout of a journal record, and how its fields are read.
 *
 * <pre>
 *   record         0        4        8                                                             56
 *                  | length | crc32c | payload                                                     |
 *
 *   MESSAGE        8      9             12       16                                                56
 *                  | kind | zero        | result | the whole message, as OrderMessage lays it out |
 *
 *   TRADE          8      9      10     12       16         24       32       40       48          56
 *                  | kind | side | zero | size   | sequence | number | maker  | taker  | price     |
 * </pre>
 *
 * <p>The length is that of the payload, without padding to the next multiple of 8; the checksum is the CRC-32C of the
 * payload. Both kinds of version 1 have a payload of 48 bytes. All fields are little-endian. A trade's sequence is that
 * of the message that caused it; its number counts all trades of the journal from 1; its side is the taker's.
 *
 * <p>The getters take the offset of the record, not of its payload. They access plain memory and throw {@link
 * IndexOutOfBoundsException} if the record does not lie within the segment.
 */
public final class JournalRecord {
    /** Kind of a record that holds an inbound message and its outcome. */
    public static final byte MESSAGE = 1;
    /** Kind of a record that holds a trade. */
    public static final byte TRADE = 2;

    /** Bytes before the payload. */
    public static final int PREFIX_BYTES = 8;
    /** Length of the payload of either kind. */
    public static final int PAYLOAD_BYTES = 48;
    /** Length of a record of either kind, padding included. */
    public static final int BYTES = PREFIX_BYTES + PAYLOAD_BYTES;

    /** Where in a {@link #MESSAGE} record the message begins. */
    static final long MESSAGE_AT = 16;

    static final long LENGTH_AT = 0;
    static final long CHECKSUM_AT = 4;
    static final long KIND_AT = 8;
    static final long RESULT_AT = 12;
    static final long SIDE_AT = 9;
    static final long SIZE_AT = 12;
    static final long SEQUENCE_AT = 16;
    static final long NUMBER_AT = 24;
    static final long MAKER_AT = 32;
    static final long TAKER_AT = 40;
    static final long PRICE_AT = 48;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private JournalRecord() {}

    /**
     * Length of the payload.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return bytes; 0 where the journal ends
     */
    public static int length(MemorySegment segment, long offset) {
        return segment.get(INT, offset + LENGTH_AT);
    }

    /**
     * Checksum of the payload, as written.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return CRC-32C
     */
    public static int checksum(MemorySegment segment, long offset) {
        return segment.get(INT, offset + CHECKSUM_AT);
    }

    /**
     * Kind of the record.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return {@link #MESSAGE} or {@link #TRADE}
     */
    public static byte kind(MemorySegment segment, long offset) {
        return segment.get(BYTE, offset + KIND_AT);
    }

    /**
     * Where the message of a {@link #MESSAGE} record begins.
     *
     * @param offset first byte of the record
     * @return offset to be used with {@link OrderMessage}
     */
    public static long messageOffset(long offset) {
        return offset + MESSAGE_AT;
    }

    /**
     * What became of the message of a {@link #MESSAGE} record.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return {@link io.sidecore.examples.trading.book.Outcome#code}
     */
    public static int resultCode(MemorySegment segment, long offset) {
        return segment.get(INT, offset + RESULT_AT);
    }

    /**
     * Number of the message of a {@link #MESSAGE} record, or of the one that caused a {@link #TRADE}.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return sequence number from 1
     */
    public static long sequence(MemorySegment segment, long offset) {
        // At the same place in both kinds: a message starts with its sequence.
        return segment.get(LONG, offset + SEQUENCE_AT);
    }

    /**
     * Number of a trade.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return number from 1 over the whole journal
     */
    public static long tradeNumber(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + NUMBER_AT);
    }

    /**
     * The resting order of a trade.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return order id
     */
    public static long makerOrderId(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + MAKER_AT);
    }

    /**
     * The incoming order of a trade.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return order id
     */
    public static long takerOrderId(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + TAKER_AT);
    }

    /**
     * The price of a trade.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return price in ticks
     */
    public static long price(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + PRICE_AT);
    }

    /**
     * The size of a trade.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return shares
     */
    public static int size(MemorySegment segment, long offset) {
        return segment.get(INT, offset + SIZE_AT);
    }

    /**
     * The incoming order's side of a trade.
     *
     * @param segment where the record is
     * @param offset first byte of the record
     * @return {@link OrderMessage#BUY} or {@link OrderMessage#SELL}
     */
    public static byte takerSide(MemorySegment segment, long offset) {
        return segment.get(BYTE, offset + SIDE_AT);
    }
}
