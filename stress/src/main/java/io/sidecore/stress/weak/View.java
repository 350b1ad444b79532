package io.sidecore.stress.weak;

import java.util.Arrays;
import java.util.BitSet;

/** Per word, a write that must be seen at least, by its number; 0 is the value that was there at first. Copies share what neither has changed. */
final class View {
    private static final int CHUNK_BITS = 6;
    private static final int CHUNK = 1 << CHUNK_BITS;

    /** Null where all are 0. */
    private final int[][] chunks;
    /** Which of them nobody else has. */
    private final BitSet own = new BitSet();

    View(int words) {
        chunks = new int[words + CHUNK - 1 >>> CHUNK_BITS][];
    }

    private View(int[][] chunks) {
        this.chunks = chunks;
    }

    int at(int word) {
        int[] chunk = chunks[word >>> CHUNK_BITS];
        return chunk == null ? 0 : chunk[word & CHUNK - 1];
    }

    void raise(int word, int write) {
        if (at(word) < write) {
            owned(word >>> CHUNK_BITS)[word & CHUNK - 1] = write;
        }
    }

    private int[] owned(int index) {
        if (!own.get(index)) {
            own.set(index);
            chunks[index] = chunks[index] == null ? new int[CHUNK] : chunks[index].clone();
        }
        return chunks[index];
    }

    View copy() {
        own.clear();
        return new View(Arrays.copyOf(chunks, chunks.length));
    }

    /** {@code other}: null for one that demands nothing. */
    void join(View other) {
        if (other == null || other == this) {
            return;
        }
        for (int i = 0; i < chunks.length; i++) {
            if (other.chunks[i] != null && other.chunks[i] != chunks[i]) {
                if (chunks[i] == null) {
                    chunks[i] = other.chunks[i];
                    other.own.clear(i);
                } else {
                    join(i, other.chunks[i]);
                }
            }
        }
    }

    private void join(int index, int[] theirs) {
        int[] mine = chunks[index];
        for (int i = 0; i < CHUNK; i++) {
            if (theirs[i] > mine[i]) {
                mine = owned(index);
                mine[i] = theirs[i];
            }
        }
    }
}
