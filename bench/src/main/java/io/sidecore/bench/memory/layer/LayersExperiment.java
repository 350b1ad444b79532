package io.sidecore.bench.memory.layer;

import io.sidecore.bench.jmh.JmhEntrant;
import io.sidecore.bench.jmh.JmhExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** What the layer between a ring and its memory costs. */
public final class LayersExperiment implements JmhExperiment {
    /** For the command line. */
    public LayersExperiment() {}

    @Override
    public String name() {
        return "layers";
    }

    @Override
    public String title() {
        return "Time per message by memory-access layer, written and read on one thread, " + Payload.bytes()
                + "-byte messages";
    }

    @Override
    public String remark() {
        return "Nothing travels to another core. OffHeap and Chronicle's memory check no bounds; an array's order comes from fences.";
    }

    @Override
    public List<JmhEntrant> entrants() {
        return List.of(entrant("MemorySegment, bounded", Layer.SEGMENT),
                entrant("OffHeap (global segment)", Layer.OFF_HEAP).withoutAllocation(),
                entrant("Agrona UnsafeBuffer", Layer.AGRONA),
                entrant("Agrona UnsafeBuffer, unchecked", Layer.AGRONA)
                        .withFlags("-Dagrona.disable.bounds.checks=true"),
                entrant("Chronicle UnsafeMemory", Layer.CHRONICLE)
                        .ifItRuns(),
                entrant("ByteBuffer, direct", Layer.BYTE_BUFFER),
                entrant("byte[] on the heap", Layer.BYTE_ARRAY));
    }

    private static JmhEntrant entrant(String name, Layer layer) {
        return new JmhEntrant(name, RecordLoop.class, "messages").with("layer", layer);
    }
}
