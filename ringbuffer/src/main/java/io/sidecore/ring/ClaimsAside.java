package io.sidecore.ring;

import java.util.Arrays;

/** Claims of one producer that are open while it makes others, in the order of their positions. One thread. */
final class ClaimsAside {
    private long[] positions = new long[8];
    private long[] bytes = new long[8];
    private long[] headers = new long[8];
    private int count;

    /** {@code position} lies behind those of all claims that are here. */
    void add(long position, long length, long header) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            bytes = Arrays.copyOf(bytes, 2 * count);
            headers = Arrays.copyOf(headers, 2 * count);
        }
        positions[count] = position;
        bytes[count] = length;
        headers[count] = header;
        count++;
    }

    /** Of the claim whose record starts at this offset; negative if there is none. */
    int indexOf(long offset, long mask) {
        for (int i = count - 1; i >= 0; i--) {
            if ((positions[i] & mask) == offset) {
                return i;
            }
        }
        return -1;
    }

    void remove(int index) {
        count--;
        System.arraycopy(positions, index + 1, positions, index, count - index);
        System.arraycopy(bytes, index + 1, bytes, index, count - index);
        System.arraycopy(headers, index + 1, headers, index, count - index);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Position of the oldest; there must be one. */
    long first() {
        return positions[0];
    }

    long bytes(int index) {
        return bytes[index];
    }

    long header(int index) {
        return headers[index];
    }
}
