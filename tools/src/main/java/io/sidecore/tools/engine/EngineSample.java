package io.sidecore.tools.engine;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.SharedMemory;
import io.sidecore.syscall.counters.EngineSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What an engine's counters showed at one moment.
 *
 * @param region     descriptor in {@code /proc}
 * @param nanos      when, of {@link System#nanoTime}
 * @param created    when the engine was
 * @param creatorPid the process that made it, which a fork may outlive
 */
record EngineSample(Path region, long nanos, Instant created, long creatorPid, EngineSnapshot counters) {
    /** Fails with a message that names descriptor and field if this is not a region of counters of this layout. */
    static EngineSample take(Path region) throws IOException {
        try (RegionInspection inspection = SharedMemory.inspect(region)) {
            EngineSnapshot counters = EngineSnapshot.of(inspection);
            return new EngineSample(region, System.nanoTime(), inspection.created(), inspection.creatorPid(), counters);
        } catch (InternalError e) {
            // That is how the virtual machine reports a page of a mapping that the file does not have any more.
            throw new RegionException(region + ": was truncated while it was read, as no engine does", e);
        }
    }

    int descriptor() {
        return Integer.parseInt(region.getFileName().toString());
    }

    boolean isSameEngine(EngineSample other) {
        return region.equals(other.region) && created.equals(other.created);
    }
}
