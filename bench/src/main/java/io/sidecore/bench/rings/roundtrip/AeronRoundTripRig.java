package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** Between two threads, with Aeron, whose own threads would disturb the others: in forks of their own, with the floor beside it. */
public final class AeronRoundTripRig implements RigExperiment {
    /** For forks. */
    public AeronRoundTripRig() {}

    @Override
    public String name() {
        return "aeron";
    }

    @Override
    public int bytes(int wanted) {
        return Math.min(wanted, Payload.LONGEST_ROUND_TRIP);
    }

    @Override
    public String title() {
        return "Round trip between two threads with Aeron IPC, " + Payload.bytes() + "-byte message";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(RoundTripRig.BARE, BareLines::new),
                Entrant.of(RoundTripRig.SPSC, () -> SpscRoundTrip.anonymous(64)).withoutAllocation(),
                new Entrant("Aeron IPC", (folder, create) -> new AeronRoundTrip(folder)).ifItOpens());
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public String remark() {
        return "Aeron's media driver and conductor share the two CPUs and sleep between their rounds.";
    }
}
