package io.sidecore.examples.trading.book;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The fixed binary form of an inbound message: what the gateway puts on the ring and what the journal keeps.
 *
 * <pre>
 *   0          8          16         24         32     36     37     38     40
 *   | sequence | sent ns  | order id | price    | size | kind | side | zero |
 * </pre>
 *
 * <p>All fields are little-endian and may stand at any alignment. Prices are in ticks of a hundredth of a cent (dollars
 * × 10,000), sizes in shares. The methods access plain memory: publication between threads is the ring's task. They
 * throw {@link IndexOutOfBoundsException} when the message does not lie within the segment.
 */
public final class OrderMessage {
    /** Length of a message in bytes. */
    public static final int BYTES = 40;

    /** A limit order: trades while it crosses, then rests. */
    public static final byte NEW = 1;
    /** An immediate-or-cancel order: trades while it crosses; what is left is dropped. */
    public static final byte NEW_IOC = 2;
    /** A partial cancel: takes {@code size} shares off a resting order, which keeps its place in the queue. */
    public static final byte REDUCE = 3;
    /** Removes a resting order. */
    public static final byte DELETE = 4;
    /** A halt or its end: journaled, without effect on the book. */
    public static final byte STATUS = 5;
    /** A hidden execution or a cross: journaled, without effect on the book. */
    public static final byte TRADE_REPORT = 6;

    /** The buying side. */
    public static final byte BUY = 1;
    /** The selling side. */
    public static final byte SELL = -1;

    private static final long SEQUENCE = 0;
    private static final long SENT_NANOS = 8;
    private static final long ORDER_ID = 16;
    private static final long PRICE = 24;
    private static final long SIZE = 32;
    private static final long KIND = 36;
    private static final long SIDE = 37;
    private static final long RESERVED = 38;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private OrderMessage() {}

    /**
     * Writes all {@value #BYTES} bytes of a message.
     *
     * @param segment where to write
     * @param offset first byte of the message in the segment
     * @param sequence number of the message, counted from 1
     * @param sentNanos when the message was meant to be sent, in nanoseconds of the sender's clock
     * @param orderId the order that the message is about; any value
     * @param price limit price in ticks
     * @param size shares
     * @param kind one of the kinds of this class
     * @param side {@link #BUY} or {@link #SELL}
     */
    public static void encode(MemorySegment segment, long offset, long sequence, long sentNanos, long orderId,
            long price, int size, byte kind, byte side) {
        segment.set(LONG, offset + SEQUENCE, sequence);
        segment.set(LONG, offset + SENT_NANOS, sentNanos);
        segment.set(LONG, offset + ORDER_ID, orderId);
        segment.set(LONG, offset + PRICE, price);
        segment.set(INT, offset + SIZE, size);
        segment.set(BYTE, offset + KIND, kind);
        segment.set(BYTE, offset + SIDE, side);
        // Written too, so that equal messages are equal bytes: the journal's checksum covers them.
        segment.set(SHORT, offset + RESERVED, (short) 0);
    }

    /**
     * The message's number.
     *
     * @param segment where the message is
     * @param offset first byte of the message
     * @return number of the message, counted from 1
     */
    public static long sequence(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + SEQUENCE);
    }

    /**
     * The intended send time.
     *
     * @param segment where the message is
     * @param offset first byte of the message
     * @return nanoseconds of the sender's clock
     */
    public static long sentNanos(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + SENT_NANOS);
    }

    /**
     * The order that the message is about.
     *
     * @param segment where the message is
     * @param offset first byte of the message
     * @return the order's id
     */
    public static long orderId(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + ORDER_ID);
    }

    /**
     * The limit price.
     *
     * @param segment where the message is
     * @param offset first byte of the message
     * @return price in ticks
     */
    public static long price(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + PRICE);
    }

    /**
     * The order's size, or by how much it shrinks.
     *
     * @param segment where the message is
     * @param offset first byte of the message
     * @return shares
     */
    public static int size(MemorySegment segment, long offset) {
        return segment.get(INT, offset + SIZE);
    }

    /**
     * What the message asks for.
     *
     * @param segment where the message is
     * @param offset first byte of the message
     * @return one of the kinds of this class, or another value if the sender wrote one
     */
    public static byte kind(MemorySegment segment, long offset) {
        return segment.get(BYTE, offset + KIND);
    }

    /**
     * The order's side.
     *
     * @param segment where the message is
     * @param offset first byte of the message
     * @return {@link #BUY} or {@link #SELL}, or another value if the sender wrote one
     */
    public static byte side(MemorySegment segment, long offset) {
        return segment.get(BYTE, offset + SIDE);
    }
}
