package io.sidecore.syscall.struct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Room for one {@code struct statx} (see {@code statx(2)}), filled by {@code statx(2)}. Reusable; one call at a time. */
public final class StatxBuffer {
    private static final int LENGTH = 256;
    private static final int LINKS = 16;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int SIZE = 40;
    private static final int BLOCKS = 48;

    private final MemorySegment segment = Arena.ofAuto().allocate(LENGTH, Long.BYTES);

    /** A zeroed buffer, off-heap. */
    public StatxBuffer() {}

    /** {@return the file's length in bytes} */
    public long size() {
        return segment.get(ValueLayout.JAVA_LONG, SIZE);
    }

    /** {@return type and permissions, {@code st_mode}} */
    public int mode() {
        return Short.toUnsignedInt(segment.get(ValueLayout.JAVA_SHORT, MODE));
    }

    /** {@return the file's number in its file system} */
    public long inode() {
        return segment.get(ValueLayout.JAVA_LONG, INODE);
    }

    /** {@return how many names the file has} */
    public int links() {
        return segment.get(ValueLayout.JAVA_INT, LINKS);
    }

    /** {@return blocks of 512 bytes that are allocated to the file} */
    public long blocks() {
        return segment.get(ValueLayout.JAVA_LONG, BLOCKS);
    }

    /** {@return the bytes, for the raw form of a call} */
    public MemorySegment segment() {
        return segment;
    }
}
