package io.sidecore.syscall.counters;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/** The data of a region of counters, read by anybody: bounds are checked, and contents are not believed. */
record Words(MemorySegment data) {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    /** No counter gets there in a century; up to here those of all blocks can be added up. */
    private static final long GREATEST = 1L << 53;

    /** With acquire order. */
    long acquire(long offset) {
        return (long) LONG.getAcquire(data, offset);
    }

    /** Opaque: one word, whole. */
    long opaque(long offset) {
        return (long) LONG.getOpaque(data, offset);
    }

    /** A count; what cannot be one reads as the nearest that can. */
    long count(long offset) {
        return Math.clamp(opaque(offset), 0, GREATEST);
    }

    Log2Histogram histogram(long offset) {
        long[] counts = new long[Log2Histogram.BUCKETS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = count(offset + (long) i * Long.BYTES);
        }
        return new Log2Histogram(counts);
    }

    /** Printable ASCII, and a question mark for anything else. */
    String text(long offset, int length) {
        byte[] bytes = data.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            if (b == 0) {
                break;
            }
            text.append(b >= ' ' && b < 0x7f ? (char) b : '?');
        }
        return text.toString();
    }

    /** As many bytes as {@code length}: the text, cut there, and zeros. */
    static byte[] text(String text, int length) {
        byte[] bytes = new byte[length];
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, 0, Math.min(ascii.length, length));
        return bytes;
    }
}
