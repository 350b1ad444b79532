package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.chronicle.BoundedQueue;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** Between two threads, with Chronicle Queue, whose JVM needs flags that the others do without: in forks of their own, with the floor beside it. */
public final class ChronicleRoundTripRig implements RigExperiment {
    /** For forks. */
    public ChronicleRoundTripRig() {}

    @Override
    public String name() {
        return "chronicle";
    }

    @Override
    public int bytes(int wanted) {
        return Math.min(wanted, Payload.LONGEST_ROUND_TRIP);
    }

    @Override
    public String title() {
        return "Round trip between two threads with Chronicle Queue, " + Payload.bytes() + "-byte message";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(RoundTripRig.BARE, BareLines::new),
                Entrant.of(RoundTripRig.SPSC, () -> SpscRoundTrip.anonymous(64)).withoutAllocation(),
                new Entrant("Chronicle Queue", (folder, create) -> new ChronicleRoundTrip(folder)).ifItOpens());
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public List<String> flags() {
        return BoundedQueue.FLAGS;
    }

    @Override
    public String remark() {
        return "Chronicle Queue keeps each message in a file, here in memory.";
    }
}
