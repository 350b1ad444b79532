package io.sidecore.tools.region;

import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import io.sidecore.ring.InspectedRecord;
import java.util.List;
import java.util.OptionalLong;

/** What can be told of one kind of region. A new kind is one implementation, named in {@link #of}; everything else prints what it gives. */
interface RegionView {
    /**
     * A position of this kind.
     *
     * @param name  for people and as a JSON key
     * @param value bytes since creation
     */
    record Position(String name, long value) {}

    static RegionView of(RegionInspection region) {
        RegionKind kind = region.kind().orElse(null);
        return switch (kind) {
            case SPSC_RING, MPSC_RING -> new RingView(region);
            case null, default -> new HeaderView(region);
        };
    }

    /** What the holder of a place in the table of parties does. */
    String role(int place);

    /** What is wrong with the region, none if the rest can be relied on. */
    List<String> faults();

    List<Position> positions();

    /** Bytes not yet consumed; empty if the kind has no such thing. */
    OptionalLong backlog();

    /** Claims that hold up the consumer at this moment. */
    List<InspectedRecord> openClaims();
}
