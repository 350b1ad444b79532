package io.sidecore.examples.trading.flow;

import io.sidecore.examples.trading.book.OrderMessage;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A sequence of messages in memory, ready to be sent: one array per field, 30 bytes a message.
 *
 * <p>Immutable, so any thread may read it once it has been published. Messages are numbered from 0 here; {@link
 * #encode} takes the sequence number that goes on the wire.
 */
public final class OrderFlow {
    /** The most messages that a flow can hold. */
    public static final int MAX_MESSAGES = 100_000_000;

    private final int count;
    private final long[] offsetNanos;
    private final long[] orderId;
    private final long[] price;
    private final int[] size;
    private final byte[] kind;
    private final byte[] side;

    private OrderFlow(Builder builder) {
        count = builder.count;
        offsetNanos = Arrays.copyOf(builder.offsetNanos, count);
        orderId = Arrays.copyOf(builder.orderId, count);
        price = Arrays.copyOf(builder.price, count);
        size = Arrays.copyOf(builder.size, count);
        kind = Arrays.copyOf(builder.kind, count);
        side = Arrays.copyOf(builder.side, count);
    }

    /**
     * How many messages there are.
     *
     * @return number of messages
     */
    public int count() {
        return count;
    }

    /**
     * When a message comes, counted from the first one.
     *
     * @param message number of the message, from 0
     * @return nanoseconds, never less than for the message before
     */
    public long offsetNanos(int message) {
        return offsetNanos[message];
    }

    /**
     * The order that a message is about.
     *
     * @param message number of the message, from 0
     * @return order id
     */
    public long orderId(int message) {
        return orderId[message];
    }

    /**
     * A message's limit price.
     *
     * @param message number of the message, from 0
     * @return price in ticks
     */
    public long price(int message) {
        return price[message];
    }

    /**
     * A message's size.
     *
     * @param message number of the message, from 0
     * @return shares
     */
    public int size(int message) {
        return size[message];
    }

    /**
     * What a message asks for.
     *
     * @param message number of the message, from 0
     * @return one of the kinds of {@link OrderMessage}
     */
    public byte kind(int message) {
        return kind[message];
    }

    /**
     * A message's side.
     *
     * @param message number of the message, from 0
     * @return {@link OrderMessage#BUY} or {@link OrderMessage#SELL}
     */
    public byte side(int message) {
        return side[message];
    }

    /**
     * Writes a message in its wire form. Does not allocate.
     *
     * @param message number of the message, from 0
     * @param segment where to write {@link OrderMessage#BYTES} bytes
     * @param offset first byte in the segment
     * @param sequence the number that it gets on the wire, from 1
     * @param sentNanos its intended send time, in nanoseconds of the sender's clock
     * @throws IndexOutOfBoundsException if there is no such message, or no room for it
     */
    public void encode(int message, MemorySegment segment, long offset, long sequence, long sentNanos) {
        OrderMessage.encode(segment, offset, sequence, sentNanos, orderId[message], price[message], size[message],
                kind[message], side[message]);
    }

    /**
     * A digest of all messages, by which a journal names the flow that it came from.
     *
     * @return 64-bit digest; equal flows have equal ones
     */
    public long fingerprint() {
        long digest = count;
        for (int i = 0; i < count; i++) {
            digest = digest * 31 + offsetNanos[i];
            digest = digest * 31 + orderId[i];
            digest = digest * 31 + price[i];
            digest = (digest * 31 + size[i]) * 31 + (kind[i] << 8 | side[i] & 0xFF);
            digest = (digest ^ digest >>> 32) * 0xFF51_AFD7_ED55_8CCDL;
        }
        return digest;
    }

    /** Collects the messages of a flow. Not thread-safe. */
    public static final class Builder {
        private int count;
        private long[] offsetNanos;
        private long[] orderId;
        private long[] price;
        private int[] size;
        private byte[] kind;
        private byte[] side;

        /**
         * A builder without messages.
         *
         * @param expectedMessages how many messages fit before the arrays double, at least 1
         */
        public Builder(int expectedMessages) {
            offsetNanos = new long[expectedMessages];
            orderId = new long[expectedMessages];
            price = new long[expectedMessages];
            size = new int[expectedMessages];
            kind = new byte[expectedMessages];
            side = new byte[expectedMessages];
        }

        /**
         * How many messages were added.
         *
         * @return number of messages
         */
        public int count() {
            return count;
        }

        /**
         * Adds a message. The fields are those of {@link OrderMessage}.
         *
         * @param messageKind what is asked for
         * @param messageSide side of the order
         * @param id the order
         * @param ticks limit price
         * @param shares size
         * @param nanos time since the first message
         * @return this builder
         * @throws IllegalArgumentException if the time is before that of the last message, or below zero
         * @throws IllegalStateException if the flow is full
         */
        public Builder add(byte messageKind, byte messageSide, long id, long ticks, int shares, long nanos) {
            if (nanos < (count == 0 ? 0 : offsetNanos[count - 1])) {
                throw new IllegalArgumentException("time goes backwards at message " + count + ": " + nanos + " ns");
            }
            if (count == MAX_MESSAGES) {
                throw new IllegalStateException("an order flow holds at most " + MAX_MESSAGES + " messages");
            }
            if (count == kind.length) {
                grow();
            }
            kind[count] = messageKind;
            side[count] = messageSide;
            orderId[count] = id;
            price[count] = ticks;
            size[count] = shares;
            offsetNanos[count] = nanos;
            count++;
            return this;
        }

        /**
         * The flow of all messages so far.
         *
         * @return a flow that later additions do not change
         */
        public OrderFlow build() {
            return new OrderFlow(this);
        }

        private void grow() {
            int capacity = Math.min(MAX_MESSAGES, Math.max(16, kind.length * 2));
            offsetNanos = Arrays.copyOf(offsetNanos, capacity);
            orderId = Arrays.copyOf(orderId, capacity);
            price = Arrays.copyOf(price, capacity);
            size = Arrays.copyOf(size, capacity);
            kind = Arrays.copyOf(kind, capacity);
            side = Arrays.copyOf(side, capacity);
        }
    }
}
