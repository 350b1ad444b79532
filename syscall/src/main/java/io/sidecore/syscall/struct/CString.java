package io.sidecore.syscall.struct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * A path or name as the kernel reads it: UTF-8 with a NUL behind it, off-heap. Immutable; encode it once for calls that repeat,
 * so that none of them allocates.
 */
public final class CString {
    /** The empty string, for calls that take a descriptor in the path's place. */
    public static final CString EMPTY = new CString("", Arena.global());

    private final MemorySegment segment;

    /**
     * Encodes text.
     *
     * @param text without NUL
     * @throws IllegalArgumentException if there is a NUL in it
     */
    public CString(String text) {
        this(text, Arena.ofAuto());
    }

    /**
     * Encodes text into given memory.
     *
     * @param text   without NUL
     * @param memory allocates the segment
     * @throws IllegalArgumentException if there is a NUL in the text
     */
    public CString(String text, SegmentAllocator memory) {
        int nul = text.indexOf(0);
        if (nul >= 0) {
            throw new IllegalArgumentException("NUL at index " + nul + ": the kernel would not see what follows");
        }
        this.segment = memory.allocateFrom(text).asReadOnly();
    }

    /** {@return the bytes with their NUL, read-only} */
    public MemorySegment segment() {
        return segment;
    }

    /** {@return the text} */
    @Override
    public String toString() {
        return segment.getString(0);
    }
}
