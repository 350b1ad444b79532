package io.sidecore.bench.memory.layer;

import java.util.function.IntFunction;

/** Ways to memory. */
public enum Layer {
    /** A segment with bounds. */
    SEGMENT(SegmentAccess::new),
    /** The library's own. */
    OFF_HEAP(OffHeapAccess::new),
    /** Agrona's buffer. */
    AGRONA(AgronaAccess::new),
    /** Chronicle Core's memory. */
    CHRONICLE(ChronicleAccess::new),
    /** A direct buffer. */
    BYTE_BUFFER(BufferAccess::new),
    /** An array on the heap. */
    BYTE_ARRAY(ArrayAccess::new);

    private final IntFunction<Access> opening;

    Layer(IntFunction<Access> opening) {
        this.opening = opening;
    }

    /** Memory of so many bytes, all zero, aligned to a line where the layer can. */
    Access open(int bytes) {
        return opening.apply(bytes);
    }
}
