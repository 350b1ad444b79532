package io.sidecore.tools.region;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.InspectedRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a region's file showed at one moment.
 *
 * @param nanos      when, of {@link System#nanoTime}
 * @param kind       name of the kind, or its number if it is not known
 * @param alignment  of records, in bytes
 * @param backlog    bytes, empty if the kind has none or the positions cannot be relied on
 * @param openClaims claims that hold up the consumer
 * @param faults     what is wrong, field by field
 */
record RegionSample(Path file, long nanos, String kind, int kindCode, int version, long capacity, int alignment,
        Instant created, long creatorPid, boolean closed, List<RegionView.Position> positions, OptionalLong backlog,
        List<Party> parties, List<InspectedRecord> openClaims, List<String> faults) {
    /** Who has a place in the table, and what he does there. */
    record Party(String role, PartySnapshot place) {}

    /** Looks at a file; refuses what is no region of this version, for nothing can be said of it. */
    static RegionSample take(Path file) throws IOException {
        return inspect(file, RegionSample::of);
    }

    /** Opens an inspection for as long as a look takes, and turns a file that shrinks meanwhile into an error. */
    static <T> T inspect(Path file, Look<T> look) throws IOException {
        try (RegionInspection region = SharedMemory.inspect(file)) {
            try {
                if (!region.isReadable()) {
                    throw new RegionException(file + ": " + region.faults().getFirst());
                }
                T seen = look.at(region);
                if (region.isTruncated()) {
                    throw truncated(file);
                }
                return seen;
            } catch (InternalError e) {
                // That is how the virtual machine reports a page of a mapping that the file does not have any more.
                throw truncated(file);
            }
        }
    }

    private static RegionException truncated(Path file) {
        return new RegionException(file + ": was truncated while it was read; its processes will crash, too");
    }

    /** Something to be told of a region. */
    interface Look<T> {
        T at(RegionInspection region) throws IOException;
    }

    private static RegionSample of(RegionInspection region) {
        RegionView view = RegionView.of(region);
        List<Party> parties = new ArrayList<>();
        for (PartySnapshot place : region.parties()) {
            parties.add(new Party(view.role(place.index()), place));
        }
        return new RegionSample(region.file(), System.nanoTime(),
                region.kind().map(RegionKind::name).orElse("unknown kind " + region.kindCode()), region.kindCode(),
                region.version(), region.capacity(), region.alignment(), region.created(), region.creatorPid(),
                region.isClosed(), view.positions(), view.backlog(), List.copyOf(parties), view.openClaims(),
                view.faults());
    }
}
