package io.sidecore.syscall.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** From segments to the addresses that the kernel takes, checked. */
final class Pointers {
    /** For the calls that take a descriptor in the path's place. */
    static final MemorySegment EMPTY_PATH = Arena.global().allocateFrom("");

    private Pointers() {}

    /** A path or name as the kernel reads it: UTF-8, with a NUL behind it. */
    static MemorySegment path(String path) {
        int nul = path.indexOf(0);
        if (nul >= 0) {
            throw new IllegalArgumentException("NUL at index " + nul + ": the kernel would take the rest away");
        }
        return Arena.ofAuto().allocateFrom(path);
    }

    /** Address of bytes that the kernel reads. */
    static long readable(MemorySegment buffer, long offset, long length) {
        if (!buffer.isNative()) {
            throw new IllegalArgumentException("heap segment: the kernel needs memory that the collector does not move;"
                    + " allocate it from an Arena or from the page");
        }
        if (!buffer.scope().isAlive()) {
            throw new IllegalArgumentException("the segment's arena is closed");
        }
        Objects.checkFromIndexSize(offset, length, buffer.byteSize());
        return buffer.address() + offset;
    }

    /** Address of bytes that the kernel writes. */
    static long writable(MemorySegment buffer, long offset, long length) {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException("the kernel would write into a read-only segment");
        }
        return readable(buffer, offset, length);
    }
}
