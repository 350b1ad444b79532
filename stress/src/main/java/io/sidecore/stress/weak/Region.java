package io.sidecore.stress.weak;

import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The words of a region that is mapped at several addresses, and the bytes within them. */
final class Region {
    /** Kept, so that no address comes to mean something else. */
    private final List<MemorySegment> mappings = new ArrayList<>();

    void add(MemorySegment mapping) {
        mappings.add(mapping);
    }

    MemorySegment latest() {
        return mappings.getLast();
    }

    int words() {
        return (int) (latest().byteSize() / Long.BYTES);
    }

    void clear() {
        mappings.clear();
    }

    boolean covers(long address) {
        return find(address) >= 0;
    }

    /** The word's number, or a negative one. */
    private int find(long address) {
        for (int i = mappings.size() - 1; i >= 0; i--) {
            long offset = address - mappings.get(i).address();
            if (offset >= 0 && offset < mappings.get(i).byteSize()) {
                return (int) (offset / Long.BYTES);
            }
        }
        return -1;
    }

    int word(long address) {
        int word = find(address);
        if (word < 0) {
            throw new Violation("access outside of the region, at 0x" + Long.toHexString(address));
        }
        return word;
    }

    /** Bits below an address in its word. */
    static int shift(long address) {
        return (int) (address & Long.BYTES - 1) * Byte.SIZE;
    }

    static long mask(int bytes) {
        return bytes == Long.BYTES ? -1 : (1L << bytes * Byte.SIZE) - 1;
    }

    /** Of so many bytes, those in the word of the first one. */
    static int inFirstWord(long address, int bytes) {
        return Math.min(bytes, Long.BYTES - (int) (address & Long.BYTES - 1));
    }
}
