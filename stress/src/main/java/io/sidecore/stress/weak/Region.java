package io.sidecore.stress.weak;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of a region that is mapped at several addresses, and the bytes within them; or any words, each of which counts from its first use on.
 */
final class Region {
    /** Kept, so that no address comes to mean something else. */
    private final List<MemorySegment> mappings = new ArrayList<>();
    /** So many words of any addresses; 0 for those of a mapping. */
    private final int most;
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final List<Long> values = new ArrayList<>();

    Region(int most) {
        this.most = most;
    }

    void add(MemorySegment mapping) {
        mappings.add(mapping);
    }

    MemorySegment latest() {
        return mappings.getLast();
    }

    int words() {
        return most > 0 ? most : (int) (latest().byteSize() / Long.BYTES);
    }

    void clear() {
        mappings.clear();
        numbers.clear();
        values.clear();
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

    /** Gives a word that is no memory of its own the value that it has at first. */
    void define(long address, long value) {
        if (numbers.putIfAbsent(address, values.size()) == null) {
            values.add(value);
        }
    }

    /** The value of a word before its first access. */
    long initial(int word) {
        return most > 0 ? values.get(word) : OffHeap.getLong(latest().address() + (long) word * Long.BYTES);
    }

    int word(long address) {
        if (most > 0) {
            long start = address & -Long.BYTES;
            if (!numbers.containsKey(start)) {
                define(start, OffHeap.getLong(start));
                if (values.size() > most) {
                    throw new IllegalStateException("more than " + most + " words are used in this round");
                }
            }
            return numbers.get(start);
        }
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
