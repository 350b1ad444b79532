package io.sidecore.tools.region;

import io.sidecore.ring.InspectedRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** One file over time: the last two samples, and since when a claim has stood open. */
final class Observation {
    private final Path file;
    private RegionSample previous;
    private RegionSample latest;
    private String error;
    /** Position of an open claim to the time it was first seen. */
    private Map<Long, Long> openSince = Map.of();

    Observation(Path file) {
        this.file = file;
    }

    /** Looks again. */
    void observe() {
        try {
            RegionSample sample = RegionSample.take(file);
            boolean same = latest != null && latest.created().equals(sample.created());
            previous = same ? latest : null;
            latest = sample;
            error = null;
        } catch (IOException e) {
            previous = null;
            latest = null;
            error = e.getMessage();
            openSince = Map.of();
            return;
        }
        Map<Long, Long> open = new HashMap<>();
        for (InspectedRecord claim : latest.openClaims()) {
            long since = previous == null
                    ? latest.nanos()
                    : openSince.getOrDefault(claim.position(), latest.nanos());
            open.put(claim.position(), since);
        }
        openSince = open;
    }

    Path file() {
        return file;
    }

    /** Why there is no sample, or null. */
    String error() {
        return error;
    }

    RegionSample latest() {
        return latest;
    }

    /** Seconds between the two samples; empty if there is only one of this region. */
    OptionalDouble seconds() {
        return previous == null
                ? OptionalDouble.empty()
                : OptionalDouble.of((latest.nanos() - previous.nanos()) / 1e9);
    }

    /** Bytes a second of a position, between the two samples. */
    double rate(int position) {
        long bytes = latest.positions().get(position).value() - previous.positions().get(position).value();
        return bytes / seconds().orElseThrow();
    }

    /** For how many seconds a claim has been seen open; 0 if for the first time. */
    double secondsOpen(InspectedRecord claim) {
        return (latest.nanos() - openSince.get(claim.position())) / 1e9;
    }
}
