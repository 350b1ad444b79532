package io.sidecore.tools.region.kind;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be told of one kind of region. A new kind is one implementation, named in {@link #of}; the commands print what it gives.
 *
 * <p>All but {@link #dump} is read when the view is made, and outlives the region.
 */
public sealed interface RegionView permits LogView, LanesView, BroadcastView, ValueView, HeaderView {
    /**
     * Looks at a region.
     *
     * @param region  readable; its header may be wrong
     * @param parties who has a place in its table
     * @return the view of its kind
     */
    static RegionView of(RegionInspection region, List<PartySnapshot> parties) {
        RegionKind kind = region.kind().orElse(null);
        return switch (kind) {
            case SPSC_RING, MPSC_RING -> new LogView(region, parties);
            case LANE_RING -> new LanesView(region, parties);
            case BROADCAST_RING -> new BroadcastView(region, parties);
            case LATEST_VALUE -> new ValueView(region, parties);
            case null, default -> new HeaderView(region);
        };
    }

    /**
     * {@return what the holder of a place in the table of parties does}
     *
     * @param place 0 for the consumer, where there is one
     */
    String role(int place);

    /** {@return what is wrong with the region, none if the rest can be relied on} */
    List<String> faults();

    /** {@return whether it takes no more messages, for ever} */
    default boolean isClosed() {
        return false;
    }

    /** {@return what more its header says, and what is so at this moment} */
    default List<Fact> facts() {
        return List.of();
    }

    /** {@return numbers that only grow} */
    default List<Measure> measures() {
        return List.of();
    }

    /** {@return bytes not yet consumed; empty if the kind has no such thing, or if they cannot be known} */
    default Optional<Backlog> backlog() {
        return Optional.empty();
    }

    /** {@return rings within this one} */
    default List<Lane> lanes() {
        return List.of();
    }

    /** {@return claims that can be seen at this moment} */
    default List<OpenClaim> openClaims() {
        return List.of();
    }

    /** {@return what somebody should know or do} */
    default List<Remark> remarks() {
        return List.of();
    }

    /**
     * {@return numbers that are of interest as long as they do not change, beside the measures: by name, and not there while they mean nothing}
     */
    default Map<String, Long> watched() {
        return Map.of();
    }

    /**
     * Prints what the region holds.
     *
     * @param dump what is asked for, and where to print it
     * @return exit code
     */
    int dump(Dump dump);
}
