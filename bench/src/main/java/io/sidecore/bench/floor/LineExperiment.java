package io.sidecore.bench.floor;

import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.roundtrip.BareLines;
import java.util.List;

/** The way of a cache line between the two CPUs: forth and back one at a time, and one way many. */
public final class LineExperiment implements RigExperiment {
    private static final int LARGEST = 256;

    /** For forks. */
    public LineExperiment() {}

    @Override
    public String name() {
        return "line";
    }

    @Override
    public String title() {
        return "Time of a cache line between two cores, without a ring";
    }

    @Override
    public String remark() {
        return "One way, 64 bytes are written and read of each line; there and back, a number.";
    }

    @Override
    public int unit() {
        return LARGEST;
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of("there and back", BareLines::new),
                Entrant.of("one way", () -> new OneWayLines(1)),
                Entrant.of("one way, batches of 16", () -> new OneWayLines(16)),
                Entrant.of("one way, batches of 256", () -> new OneWayLines(LARGEST)));
    }
}
