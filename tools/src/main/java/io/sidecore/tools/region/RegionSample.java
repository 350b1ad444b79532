package io.sidecore.tools.region;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.tools.region.kind.RegionView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a region's file showed at one moment.
 *
 * @param nanos     when, of {@link System#nanoTime}
 * @param kind      name of the kind, or its number if it is not known
 * @param alignment of records, in bytes
 * @param parties   who has a place in the table
 * @param view      what is particular to the kind
 */
record RegionSample(Path file, long nanos, String kind, int kindCode, int version, long capacity, int alignment,
        Instant created, long creatorPid, List<PartySnapshot> parties, RegionView view) {
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
        List<PartySnapshot> parties = region.parties();
        RegionView view = RegionView.of(region, parties);
        return new RegionSample(region.file(), System.nanoTime(),
                region.kind().map(RegionKind::name).orElse("unknown kind " + region.kindCode()), region.kindCode(),
                region.version(), region.capacity(), region.alignment(), region.created(), region.creatorPid(),
                parties, view);
    }

    /** All that is compared from look to look, by name. */
    Map<String, Long> numbers() {
        Map<String, Long> numbers = new HashMap<>(view.watched());
        view.measures().forEach(measure -> numbers.put(measure.name(), measure.value()));
        view.lanes().forEach(lane -> {
            numbers.put(lane.producer().name(), lane.producer().value());
            numbers.put(lane.consumer().name(), lane.consumer().value());
        });
        view.openClaims().forEach(claim -> numbers.put(claim.watched(), claim.at()));
        return numbers;
    }
}
