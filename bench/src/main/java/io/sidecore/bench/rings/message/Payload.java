package io.sidecore.bench.rings.message;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.openhft.chronicle.bytes.Bytes;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Writes and reads a message's words. The size is a constant of the JVM, so that the compiler unrolls the loops. */
public final class Payload {
    /** Name of the system property that sets the size, in bytes. */
    public static final String SIZE_PROPERTY = "sidecore.bench.size";
    /** Name of the system property that sets the least bytes of data of a ring. */
    public static final String CAPACITY_PROPERTY = "sidecore.bench.capacity";
    /** Bytes of a message unless asked otherwise. */
    public static final int DEFAULT_BYTES = 32;
    /** Longest message that a round trip takes: one cache line less the header of a record. */
    public static final int LONGEST_ROUND_TRIP = 56;
    /** Longest message that a throughput run takes. */
    public static final int LONGEST = 4096;
    /** Bytes of a message in this JVM. */
    public static final int BYTES = bytes();
    /** Words of a message in this JVM. */
    public static final int WORDS = BYTES / 8;
    /** The type that messages have where rings want one. */
    public static final int TYPE = 1;

    private static final int PRODUCER_SHIFT = 56;
    /** Room for 128 messages at least, as four batches of 16 must fit with room to spare. */
    private static final int LEAST_MESSAGES = 128;
    private static final int LEAST_CAPACITY = 1 << 16;

    private Payload() {}

    /** {@return the size that a fork started now will have, in bytes} */
    public static int bytes() {
        return Integer.getInteger(SIZE_PROPERTY, DEFAULT_BYTES);
    }

    /** {@return bytes of data for a ring: 64 KiB unless set, more for long messages; a power of two} */
    public static int ringCapacity() {
        int least = Math.max(Integer.getInteger(CAPACITY_PROPERTY, LEAST_CAPACITY), LEAST_MESSAGES * lineBytes());
        return Integer.highestOneBit(least - 1) << 1;
    }

    /** {@return elements of a queue of references: as many messages as fit a ring; a power of two} */
    public static int queueCapacity() {
        return Integer.highestOneBit(ringCapacity() / lineBytes());
    }

    /** Bytes that a message takes where records start on a cache line. */
    private static int lineBytes() {
        return BYTES + 8 + 63 & -64;
    }

    /**
     * The first word of a message.
     *
     * @param producer from 0
     * @param number   of the message, from 0
     * @return the word
     */
    public static long first(int producer, long number) {
        return (long) producer << PRODUCER_SHIFT | number;
    }

    static int producer(long first) {
        return (int) (first >>> PRODUCER_SHIFT);
    }

    static long number(long first) {
        return first & (1L << PRODUCER_SHIFT) - 1;
    }

    /**
     * The sum of a message's words.
     *
     * @param first word 0
     * @return the sum, modulo 2^64
     */
    public static long sum(long first) {
        return WORDS * first + WORDS * (WORDS - 1L) / 2;
    }

    /**
     * Writes a message.
     *
     * @param data  where to
     * @param at    offset of word 0
     * @param first word 0
     */
    public static void write(MemorySegment data, long at, long first) {
        for (int word = 0; word < WORDS; word++) {
            data.set(ValueLayout.JAVA_LONG_UNALIGNED, at + 8L * word, first + word);
        }
    }

    /**
     * Reads a message.
     *
     * @param data where from
     * @param at   offset of word 0
     * @return the sum of its words
     */
    public static long read(MemorySegment data, long at) {
        long sum = 0;
        for (int word = 0; word < WORDS; word++) {
            sum += data.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 8L * word);
        }
        return sum;
    }

    /**
     * Writes a message.
     *
     * @param data  where to
     * @param at    offset of word 0
     * @param first word 0
     */
    public static void write(MutableDirectBuffer data, int at, long first) {
        for (int word = 0; word < WORDS; word++) {
            data.putLong(at + 8 * word, first + word);
        }
    }

    /**
     * Reads a message.
     *
     * @param data where from
     * @param at   offset of word 0
     * @return the sum of its words
     */
    public static long read(DirectBuffer data, int at) {
        long sum = 0;
        for (int word = 0; word < WORDS; word++) {
            sum += data.getLong(at + 8 * word);
        }
        return sum;
    }

    /**
     * Writes a message, from the write position on.
     *
     * @param data  where to
     * @param first word 0
     */
    public static void write(Bytes<?> data, long first) {
        for (int word = 0; word < WORDS; word++) {
            data.writeLong(first + word);
        }
    }

    /**
     * Reads a message, from the read position on.
     *
     * @param data where from
     * @return the sum of its words
     */
    public static long read(Bytes<?> data) {
        long sum = 0;
        for (int word = 0; word < WORDS; word++) {
            sum += data.readLong();
        }
        return sum;
    }

    /**
     * Writes a message.
     *
     * @param message of {@link #WORDS} words
     * @param first   word 0
     */
    public static void write(long[] message, long first) {
        for (int word = 0; word < WORDS; word++) {
            message[word] = first + word;
        }
    }

    /**
     * Reads a message.
     *
     * @param message of {@link #WORDS} words
     * @return the sum of its words
     */
    public static long read(long[] message) {
        long sum = 0;
        for (int word = 0; word < WORDS; word++) {
            sum += message[word];
        }
        return sum;
    }
}
