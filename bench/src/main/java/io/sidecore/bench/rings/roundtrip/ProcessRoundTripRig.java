package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** Between two processes. */
public final class ProcessRoundTripRig implements RigExperiment {
    /** For forks. */
    public ProcessRoundTripRig() {}

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public int bytes(int wanted) {
        return Math.min(wanted, Payload.LONGEST_ROUND_TRIP);
    }

    @Override
    public String title() {
        return "Round trip between two processes, " + Payload.bytes() + "-byte message";
    }

    @Override
    public String remark() {
        return "Agrona's buffers check bounds, as they do unless told otherwise; so do the segments of the rings here.";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(new Entrant(RoundTripRig.BARE, BareLines::mapped),
                new Entrant(RoundTripRig.SPSC, SpscRoundTrip::mapped).withoutAllocation(),
                new Entrant(RoundTripRig.AGRONA_1_1, AgronaOneToOneRoundTrip::mapped));
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(RoundTripRig.SPSC, RoundTripRig.BARE, 1.2));
    }

    @Override
    public boolean twoProcesses() {
        return true;
    }
}
